"""SMH0518."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PolicyWithoutTarget(Rule):
    """A policy names its target, or a resource id, a dimension and a namespace.

    The CloudFormation schema asks for neither.
    """

    id = "SMH0518"
    title = "policy without a scalable target"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-limits-first", "as-put-policy-params", "cfn-scaling-resources")
    pages = (152, 164, 176)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-applicationautoscaling-scalingpolicy.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy without a target."""
        if not resource.get("ScalingTargetId").is_absent:
            return
        names = ("ResourceId", "ScalableDimension", "ServiceNamespace")
        missing = [name for name in names if resource.get(name).is_absent]
        if missing:
            yield self.finding(
                resource,
                "",
                f"the policy names no target: {', '.join(missing)} missing",
                "set ScalingTargetId to the Ref of the ScalableTarget",
            )
