"""SMH0477."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_EXCLUDED: Final = "ExcludeRetainedVariantProperties/*/VariantPropertyType"


class UpdateResetsScaling(Rule):
    """An update sets each variant back to its initial instance count.

    A fleet that was scaled out for its load shrinks in the middle of the update, and scaling is
    blocked until it is over.
    """

    id = "SMH0477"
    title = "update that resets a scaled fleet"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("autoscaling-blocked-during-update", "update-retain-properties")
    pages = (178,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a count that is not retained, and for each that is excluded."""
        if resource.template is None:
            return
        scaled = [
            target
            for target in resource.template.leading_to(resource, SCALABLE_TARGET, "Endpoint")
            if target.get("ScalableDimension").text == VARIANT_DIMENSION
        ]
        if not scaled:
            return
        retained = resource.get("RetainAllVariantProperties")
        if retained.is_absent or retained.boolean is False:
            yield self.finding(
                resource,
                retained,
                f"an update sets the fleet scaled by {scaled[0].logical_id} back to its initial "
                "count",
                "set RetainAllVariantProperties to true, and exclude DesiredWeight and "
                "DataCaptureConfig "
                "where the template is to decide them",
            )
        for excluded in resource.values(_EXCLUDED):
            if retained.boolean and excluded.text == "DesiredInstanceCount":
                yield self.finding(
                    resource,
                    excluded,
                    "the instance count is excluded from what an update retains, and the fleet "
                    "is scaled "
                    f"by {scaled[0].logical_id}",
                    "remove DesiredInstanceCount from ExcludeRetainedVariantProperties",
                )
