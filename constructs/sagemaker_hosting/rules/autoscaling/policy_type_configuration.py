"""SMH0510."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_CONFIGURATIONS: Final = {
    "TargetTrackingScaling": "TargetTrackingScalingPolicyConfiguration",
    "StepScaling": "StepScalingPolicyConfiguration",
}


class PolicyTypeConfiguration(Rule):
    """A target tracking policy has a target tracking configuration, a step policy a step one."""

    id = "SMH0510"
    title = "policy type and configuration differ"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("as-put-policy-params", "step-enums", "as-two-policy-types", "slsas-policy-type")
    pages = (151, 164, 173, 251, 252)
    url = (
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a configuration of the other type."""
        if not is_sagemaker(resource):
            return

        kind = resource.get("PolicyType").text
        for owner, name in _CONFIGURATIONS.items():
            configuration = resource.get(name)
            if kind in _CONFIGURATIONS and kind != owner and configuration.is_given:
                yield self.finding(
                    resource,
                    configuration,
                    f"{name} is given for a policy of type {kind}",
                    f"remove {name}, or set PolicyType to {owner}",
                )
