"""SMH0531."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._variants import SCALING_POLICY, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlarmCallsTrackingPolicy(Rule):
    """A target tracking policy makes its own alarms and answers to no others.

    An alarm of yours runs a step scaling policy.
    """

    id = "SMH0531"
    title = "alarm on a policy that has its own"
    severity = Severity.WARNING
    resource_types = (ALARM,)
    facts = ("as-tt-owned-alarms",)
    pages = (151,)
    url = "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each action that no alarm can take."""
        if resource.template is None:
            return
        for action in resource.values("AlarmActions/*"):
            policy = resource.template.named(action, SCALING_POLICY, "")
            if (
                policy is not None
                and policy.get("PolicyType").text == "TargetTrackingScaling"
                and is_sagemaker(policy)
            ):
                yield self.finding(
                    resource,
                    action,
                    f"the alarm calls {policy.logical_id}, which tracks its target with alarms of "
                    "its own",
                    "remove the action, or make the policy a StepScaling one",
                )
