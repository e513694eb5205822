"""SMH2020."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import kept_variants, retains, scaled_names, updated_in_place
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class ScalingRemoved(UpdateRule):
    """Without its scaling a variant keeps the instances that it has at that moment.

    With RetainAllVariantProperties no later deployment resets it to InitialInstanceCount either.
    """

    id = "SMH2020"
    title = "scaling removed, count retained"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("retain-all-variant-properties", "slsas-cleanup")
    pages = (178,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that stays at a count that nobody declared."""
        config = after.related("EndpointConfig")
        if config is None or not updated_in_place(before, after):
            return
        if after.template is None or not retains(after, "DesiredInstanceCount"):
            return
        if any(_scaling(after.template)):
            return
        removed = scaled_names(before)
        for name, _, new in kept_variants(before, after):
            if name in removed and new.get("InitialInstanceCount").is_given:
                yield self.finding(
                    config,
                    new.get("InitialInstanceCount"),
                    f"{name} is no longer scaled and keeps the count that scaling last gave it",
                    "list DesiredInstanceCount in ExcludeRetainedVariantProperties, so that "
                    "InitialInstanceCount holds again",
                )


@remembered
def _scaling(template: Resources) -> Iterator[bool]:
    """Yield True for each target of the template that may be a variant."""
    for target in template.of_type(SCALABLE_TARGET):
        if target.get("ServiceNamespace").text in (None, "sagemaker"):
            yield True
