"""SMH0563."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import is_asynchronous_target
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SeveralTrackingPolicies(Rule):
    """Of several policies the one that asks for most wins, both out and in.

    On an asynchronous endpoint that delays scaling, and the guide advises against it.
    """

    id = "SMH0563"
    title = "several target tracking policies"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("asyncas-multiple-policies-conflict",)
    pages = (285, 286, 295)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that two policies track."""
        if not is_asynchronous_target(resource):
            return
        names = [
            policy.logical_id
            for policy in resource.all_related("ScalingPolicy")
            if policy.get("PolicyType").text == "TargetTrackingScaling"
        ]
        if len(names) > 1:
            yield self.finding(
                resource,
                "",
                f"{len(names)} target tracking policies scale the target: {', '.join(names)}",
                "keep the one on ApproximateBacklogSizePerInstance",
            )
