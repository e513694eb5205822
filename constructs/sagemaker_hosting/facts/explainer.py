"""Words that the online explainer knows. The CloudFormation schema takes any text around them."""

from __future__ import annotations

from typing import Final

from sagemaker_hosting.facts.limits import Limit, Range

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

TEXT_LENGTH: Final = Limit(Range(1, 64), f"{_API}/API_ClarifyInferenceConfig.html")
"""Characters of an expression, a template or a header."""
BASELINE_LENGTH: Final = Limit(Range(1, 4096), f"{_API}/API_ClarifyShapBaselineConfig.html")
"""Characters of a baseline in the configuration itself."""
FEATURES: Final = Limit(Range(1, 256), f"{_API}/API_ClarifyInferenceConfig.html")
LABELS: Final = Limit(Range(1, 16), f"{_API}/API_ClarifyInferenceConfig.html")
PAYLOAD_MB: Final = Limit(Range(1, 25), f"{_API}/API_ClarifyInferenceConfig.html")
RECORDS: Final = Limit(Range(1, float("inf")), f"{_API}/API_ClarifyInferenceConfig.html")
SAMPLES: Final = Limit(Range(1, float("inf")), f"{_API}/API_ClarifyShapConfig.html")
COLUMN: Final = Limit(Range(0, float("inf")), f"{_API}/API_ClarifyInferenceConfig.html")
"""The position of a column, counted from 0."""
