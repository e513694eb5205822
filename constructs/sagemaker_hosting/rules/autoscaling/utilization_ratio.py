"""SMH0554."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._scaling import PREDEFINED
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_METRIC: Final = "SageMakerVariantProvisionedConcurrencyUtilization"


class UtilizationRatio(Rule):
    """The utilization of provisioned concurrency is a ratio.

    All of it in use is 1, so a target above 1 waits for what never happens.
    """

    id = "SMH0554"
    title = "utilization of provisioned concurrency above one"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("slsas-target-ratio",)
    pages = (250, 252)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target out of reach."""
        target = resource.get("TargetTrackingScalingPolicyConfiguration/TargetValue")
        if resource.get(PREDEFINED).text == _METRIC and (target.number or 0) > 1:
            meant = (target.number or 0) / 100
            yield self.finding(
                resource,
                target,
                f"the target value is {target.number:g}; the utilization is a ratio of at most 1",
                f"write {meant:g} for {target.number:g} %" if meant < 1 else "write 0.7 for 70 %",
            )
