"""SMH0564."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._kinds import kind_of
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SATURATED: Final = 70


class SaturatedInstances(Rule):
    """An instance that is busy for more than 60 to 70 % of the time is saturated.

    A target above that scales out after the queue has begun to grow.
    """

    id = "SMH0564"
    title = "target above saturation"
    severity = Severity.INFO
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("asyncas-metric-choice",)
    pages = (294, 295)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each target above saturation."""
        config = resource.related("EndpointConfig")
        target = resource.get("TargetTrackingScalingPolicyConfiguration/TargetValue")
        if config is None or kind_of(config) != "asynchronous" or target.number is None:
            return
        for _, metric in endpoint_metric_uses(resource):
            for variant in scaled_variants(resource):
                kind = instance_type(variant.get("InstanceType").text or "")
                units = {
                    "vcpus": kind.vcpus if kind else None,
                    "gpus": kind.accelerator_count if kind else None,
                }.get(metric.ceiling or "")
                if metric.name.startswith(("CPUU", "GPUU")) and units:
                    limit = _SATURATED * units
                    if limit < target.number < 100 * units:
                        yield self.finding(
                            resource,
                            target,
                            f"the target is {target.number:g} % of {100 * units} %; above "
                            f"{limit} % instances are saturated",
                            f"set TargetValue to {limit} or less, or track "
                            "ApproximateBacklogSizePerInstance",
                        )
