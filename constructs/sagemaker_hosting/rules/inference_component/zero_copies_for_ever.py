"""SMH0616."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import COPY_COUNT_DIMENSION, predefined_metric
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._scaling import PREDEFINED, all_policies
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ZeroCopiesForEver(Rule):
    """Target tracking cannot scale out from zero: with no copies there is no metric to follow.

    A step scaling policy on an alarm brings the first copy back, or a scheduled action.
    """

    id = "SMH0616"
    title = "no copies, and nothing brings one back"
    resource_types = (SCALABLE_TARGET,)
    facts = ("ic-copy-zero", "as-step-needed-from-zero", "zero-every-ic")
    pages = (24, 151, 171, 172, 173)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target whose policies all need a copy."""
        least = resource.get("MinCapacity")
        if resource.get("ScalableDimension").text != COPY_COUNT_DIMENSION or least.number != 0:
            return
        policies = all_policies(resource)
        # Of a target without policies here somebody else takes care.
        if not policies or not all(_only_tracks(policy) for policy in policies):
            return
        if resource.get("ScheduledActions").is_absent:
            yield self.finding(
                resource,
                least,
                "the target scales to 0 copies, and target tracking cannot scale out from 0",
                "add a StepScaling policy with an alarm on NoCapacityInvocationFailures",
            )


def _only_tracks(policy: Resource) -> bool:
    """Return whether ``policy`` tracks a metric of the copies, which has no data without any.

    A metric of somebody's own may have data at any time.
    """
    return policy.get("PolicyType").text == "TargetTrackingScaling" and (
        predefined_metric(policy.get(PREDEFINED).text or "") is not None
        or bool(endpoint_metric_uses(policy))
    )
