"""SMH0511."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PolicyWithoutConfiguration(Rule):
    """A policy consists of its configuration.

    The CloudFormation schema asks for a name and a type only, and the service then refuses it.
    """

    id = "SMH0511"
    title = "policy without its configuration"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-put-policy-params", "as-tt-spec")
    pages = (151, 164)
    url = (
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html"
    )
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy without configuration."""
        if not is_sagemaker(resource):
            return

        kind = resource.get("PolicyType").text
        name = f"{kind}PolicyConfiguration"
        if kind in ("TargetTrackingScaling", "StepScaling") and resource.get(name).is_absent:
            yield self.finding(
                resource, "", f"the policy is of type {kind} and has no {name}", f"add {name}"
            )
