"""SMH0560."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._scaling import STEPS
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepsMissing(Rule):
    """A step policy says by how much, and of what kind the change is.

    The CloudFormation schema asks for neither.
    """

    id = "SMH0560"
    title = "step policy without steps or adjustment type"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("asyncas-step-policy",)
    pages = (287, 288)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepScalingPolicyConfiguration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each half that is missing."""
        steps = resource.part(STEPS)
        if not steps.is_known or not is_sagemaker(resource):
            return
        adjustments = steps.get("StepAdjustments")
        if adjustments.is_absent or adjustments.length == 0:
            yield self.finding(
                resource,
                steps.path,
                "the step policy has no steps",
                "add StepAdjustments, such as one with MetricIntervalLowerBound 0 and "
                "ScalingAdjustment 1",
            )
        if steps.get("AdjustmentType").is_absent:
            yield self.finding(
                resource,
                steps.path,
                "the step policy has no AdjustmentType",
                "set AdjustmentType to ChangeInCapacity, PercentChangeInCapacity or ExactCapacity",
            )
