"""SMH2009."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import kept_variants, retains, scaled_names, updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource

_RETAINED: Final[Mapping[str, str]] = {
    "InitialInstanceCount": "DesiredInstanceCount",
    "InitialVariantWeight": "DesiredWeight",
}


class RetainedCapacity(UpdateRule):
    """With RetainAllVariantProperties an update keeps the live count and weight of a variant.

    InitialInstanceCount and InitialVariantWeight of the new configuration are then ignored.
    """

    id = "SMH2009"
    title = "change without effect: the live value is retained"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "retain-hides-count-change",
        "as-manual-scaling",
        "update-retain-properties",
        "retain-all-variant-properties",
    )
    pages = (153, 178)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each changed number that is ignored."""
        config = after.related("EndpointConfig")
        if config is None or not updated_in_place(before, after):
            return
        scaled = scaled_names(after)
        for name, old, new in kept_variants(before, after):
            for path, kind in _RETAINED.items():
                was, will_be = old.get(path).number, new.get(path)
                if was is None or will_be.number in (None, was) or not retains(after, kind):
                    continue
                yield self.finding(
                    config,
                    will_be,
                    f"{path} of {name} changes from {was:g} to {will_be.number:g} and the endpoint "
                    f"keeps the live {kind}",
                    "change MinCapacity and MaxCapacity of its scaling"
                    if name in scaled and kind == "DesiredInstanceCount"
                    else f"list {kind} in ExcludeRetainedVariantProperties for this deployment",
                )
