"""SMH0559."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import all_policies, is_asynchronous_target
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StuckAtZero(Rule):
    """At zero instances target tracking waits until the backlog exceeds its target.

    A few requests stay in the queue until they expire, unless a step policy on
    HasBacklogWithoutCapacity starts the first instance.
    """

    id = "SMH0559"
    title = "nothing starts the first instance"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("asyncas-from-zero-needs-extra-policy",)
    pages = (285, 287, 296)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that leaves zero late."""
        least = resource.get("MinCapacity")
        if least.number != 0 or not is_asynchronous_target(resource):
            return
        policies = all_policies(resource) or []
        scheduled = resource.get("ScheduledActions")
        tracks = all(
            policy.get("PolicyType").text == "TargetTrackingScaling" for policy in policies
        )
        if policies and tracks and (scheduled.is_absent or scheduled.length == 0):
            yield self.finding(
                resource,
                least,
                "the minimum is 0 and only target tracking scales the target: a backlog below its "
                "target value waits",
                "add a StepScaling policy of +1 and an alarm on HasBacklogWithoutCapacity of 1 "
                "or more that runs it",
            )
