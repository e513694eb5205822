"""SMH0556."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import all_policies
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetWithoutPolicy(Rule):
    """A registered target only holds the limits; policies or scheduled actions do the scaling."""

    id = "SMH0556"
    title = "scalable target that nothing scales"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("asyncas-minimum-steps",)
    pages = (285,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target without policy or schedule."""
        actions = resource.get("ScheduledActions")
        scheduled = not actions.is_absent and actions.length != 0
        if is_sagemaker(resource) and not scheduled and all_policies(resource) == []:
            yield self.finding(
                resource,
                "",
                "the target is registered and no policy of the template scales it",
                "add a ScalingPolicy, such as target tracking, or ScheduledActions",
            )
