"""SMH0406."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ROLLING, ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SIZES: Final = (
    f"{ROUTING}/CanarySize",
    f"{ROUTING}/LinearStepSize",
    f"{ROLLING}/MaximumBatchSize",
    f"{ROLLING}/RollbackMaximumBatchSize",
)


class CapacitySizeType(Rule):
    """A capacity size is an INSTANCE_COUNT or a CAPACITY_PERCENT.

    Page 349 of the guide prints CAPACITY_PERCENTAGE, which the API refuses.
    """

    id = "SMH0406"
    title = "unknown kind of capacity size"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rolling-type-enum-typo", "capacitysize-type-enum")
    pages = (349,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each misspelt type."""
        for path in _SIZES:
            kind = resource.get(f"{path}/Type")
            if kind.text is not None and kind.text not in ("INSTANCE_COUNT", "CAPACITY_PERCENT"):
                meant = "INSTANCE_COUNT" if "COUNT" in kind.text.upper() else "CAPACITY_PERCENT"
                yield self.finding(
                    resource,
                    kind,
                    f"the capacity size type is {kind.text!r}; it is INSTANCE_COUNT or "
                    "CAPACITY_PERCENT",
                    f"set Type to {meant}",
                )
