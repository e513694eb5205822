"""SMH0509."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.metrics import EndpointMetric
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetAboveCeiling(Rule):
    """A target at or above what the metric can reach never scales out.

    Memory, disk and normalized utilisation end at 100 %; CPU at 100 % for each vCPU, GPU at 100 %
    for each GPU.
    """

    id = "SMH0509"
    title = "target that the metric never reaches"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("metric-cpu-range", "metric-memory-disk-range", "metric-gpu-range")
    pages = (102, 104, 137, 138)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target out of reach."""
        target = resource.get("TargetTrackingScalingPolicyConfiguration/TargetValue")
        for use, metric in endpoint_metric_uses(resource):
            ceiling = _ceiling(resource, metric)
            if target.number is not None and ceiling is not None and target.number >= ceiling:
                yield self.finding(
                    resource,
                    target,
                    f"the target is {target.number:g} and {use.name.text} never exceeds {ceiling}",
                    f"set TargetValue to about {ceiling * 0.7:g}",
                )


def _ceiling(policy: Resource, metric: EndpointMetric) -> int | None:
    """Return the highest value of ``metric`` on the variant that is scaled; None if not known."""
    if metric.ceiling is None or metric.ceiling == "hundred":
        return 100 if metric.ceiling else None
    for variant in scaled_variants(policy):
        kind = instance_type(variant.get("InstanceType").text or "")
        count = kind and (kind.vcpus if metric.ceiling == "vcpus" else kind.accelerator_count)
        return 100 * count if count else None
    return None
