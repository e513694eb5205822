"""SMH0562."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import all_alarms
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepPolicyWithoutAlarm(Rule):
    """A step policy does nothing by itself: an alarm runs it."""

    id = "SMH0562"
    title = "step policy that no alarm runs"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = (
        "asyncas-step-alarm",
        "zero-alarm",
        "zero-alarm-action-arn",
        "zero-every-ic",
    )
    pages = (288,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy that nothing runs."""
        if resource.get("PolicyType").text != "StepScaling" or not is_sagemaker(resource):
            return
        if all_alarms(resource) == []:
            yield self.finding(
                resource,
                "",
                "no alarm of the template runs the step policy",
                "list the Ref of the policy in AlarmActions of an alarm",
            )
