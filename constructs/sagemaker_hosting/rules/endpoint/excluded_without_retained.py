"""SMH0415."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExcludedWithoutRetained(Rule):
    """ExcludeRetainedVariantProperties only has a meaning when RetainAllVariantProperties is true.

    Without it nothing is retained, and an update resets an autoscaled fleet to its initial count.
    """

    id = "SMH0415"
    title = "exclusion from nothing"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("retain-all-variant-properties",)
    pages = (178, 600)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an exclusion without effect."""
        excluded = resource.get("ExcludeRetainedVariantProperties")
        retained = resource.get("RetainAllVariantProperties")
        if excluded.length and (retained.is_absent or retained.boolean is False):
            yield self.finding(
                resource,
                excluded,
                "ExcludeRetainedVariantProperties is given and RetainAllVariantProperties is not "
                "true",
                "set RetainAllVariantProperties to true, or remove "
                "ExcludeRetainedVariantProperties",
            )
