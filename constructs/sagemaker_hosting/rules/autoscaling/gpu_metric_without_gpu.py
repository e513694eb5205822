"""SMH0523."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GpuMetricWithoutGpu(Rule):
    """GPU metrics are published by GPU instances only; elsewhere the policy never has data."""

    id = "SMH0523"
    title = "GPU metric of a variant without GPUs"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("metric-gpu-range", "custom-metric-gpu-mme")
    pages = (104, 109, 137, 139)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a metric that is never published."""
        for use, metric in endpoint_metric_uses(resource):
            if not metric.name.startswith("GPU"):
                continue
            for variant in scaled_variants(resource):
                kind = instance_type(variant.get("InstanceType").text or "")
                if kind is not None and not kind.has_gpu:
                    yield self.finding(
                        resource,
                        use.name,
                        f"the policy follows {metric.name} and {kind.name} has no GPU",
                        "follow SageMakerVariantInvocationsPerInstance or CPUUtilization",
                    )
