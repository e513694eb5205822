"""SMH0535."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._scaling import all_policies
from sagemaker_hosting.rules._variants import SCALABLE_TARGET, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeverScalesIn(Rule):
    """DisableScaleIn lets a policy add instances and never take one away.

    If every policy of the target does so, the fleet stays at its highest peak.
    """

    id = "SMH0535"
    title = "fleet that never scales in"
    severity = Severity.WARNING
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-disable-scale-in",)
    pages = (157, 166, 167)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-add-code-define.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target that only grows."""
        policies = all_policies(resource)
        if not policies or not is_sagemaker(resource):
            return
        path = "TargetTrackingScalingPolicyConfiguration/DisableScaleIn"
        if resource.get("ScheduledActions").is_absent and all(
            policy.get(path).boolean for policy in policies
        ):
            yield self.finding(
                resource,
                "",
                f"no policy of the target ever removes an instance ({policies[0].logical_id} has "
                "DisableScaleIn)",
                "set DisableScaleIn to false for one of them",
            )
