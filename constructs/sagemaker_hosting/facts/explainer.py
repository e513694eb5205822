"""Words that the online explainer knows. The CloudFormation schema takes any text around them."""

from __future__ import annotations

from typing import Final

from sagemaker_hosting.facts.limits import Limit

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"

FEATURE_TYPES: Final[Limit[tuple[str, ...]]] = Limit(
    ("numerical", "categorical", "text"), f"{_API}/API_ClarifyInferenceConfig.html"
)
GRANULARITIES: Final[Limit[tuple[str, ...]]] = Limit(
    ("token", "sentence", "paragraph"), f"{_API}/API_ClarifyTextConfig.html"
)
_CODES: Final = """
    af ar bg bn ca cs da de el en es et eu fa fi fr ga gu he hi hr hu hy id is it kn ky lb lij lt lv
    mk ml mr nb ne nl pl pt ro ru sa si sk sl sq sr sv ta te tl tn tr tt uk ur xx yo zh
"""
LANGUAGES: Final[Limit[tuple[str, ...]]] = Limit(
    tuple(_CODES.split()), f"{_API}/API_ClarifyTextConfig.html"
)
"""ISO 639 codes; ``xx`` is a mix of several languages."""
