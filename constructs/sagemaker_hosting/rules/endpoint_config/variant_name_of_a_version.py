"""SMH0370."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.view import Resource

_MOVING: Final = frozenset(
    {"build", "commit", "digest", "hash", "revision", "sha", "timestamp", "version"}
)
_DATE: Final = re.compile(r"20\d{2}-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])|\d{10,}")


class VariantNameOfAVersion(Rule):
    """An update keeps the names of the variants: the new fleet takes over from the old by name.

    A name made from a version, a build or a date is another name in the next deployment.
    """

    id = "SMH0370"
    title = "variant named after a version"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = (
        "guardrails-same-variant-name",
        "update-same-variant-name",
    )
    pages = (350,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each name that does not stay."""
        listed = resource.properties.get("ProductionVariants")
        for index, item in enumerate(listed if isinstance(listed, list) else ()):
            name = item.get("VariantName") if isinstance(item, dict) else None
            moving = next((each for each in referenced(name) if _moves(resource, each)), None)
            if moving is None and isinstance(name, str) and _DATE.search(name):
                moving = name
            if moving is not None:
                yield self.finding(
                    resource,
                    f"ProductionVariants/{index}/VariantName",
                    f"the variant is named after {moving!r}, which changes from one deployment "
                    "to the next",
                    "give the variant a name that stays, and put the version into a tag",
                )


def _moves(config: Resource, name: str) -> bool:
    """Return whether ``name`` is a parameter or a resource that changes with each deployment."""
    other = config.template.by_logical_id.get(name) if config.template is not None else None
    if other is not None:
        # A name that is left to CloudFormation is another one after each replacement.
        return bool(other.type == MODEL and other.get("ModelName").is_absent)
    words = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}
    return not words.isdisjoint(_MOVING)
