"""How the provisioned concurrency of a serverless variant follows its load."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import TargetTracking
from sagemaker_hosting.facts.metrics import PROVISIONED_CONCURRENCY_DIMENSION


@dataclass(frozen=True, kw_only=True)
class ProvisionedConcurrencyScaling(ScalingBase):
    """How much concurrency a serverless endpoint keeps warm, and what makes it more or less.

    On-demand concurrency scales by itself; this is about the part that is paid for all the time::

        ProvisionedConcurrencyScaling(min_capacity=2, max_capacity=20).track_utilization(
            target=0.7
        ).on_schedule("Night", "cron(0 20 * * ? *)", min_capacity=1)

    Attributes:
        min_capacity: The least provisioned concurrency, 1 or more.
        max_capacity: The most, at the most the variant's ``max_concurrency``.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: developer guide pages 247 to 259;
    https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html
    """

    dimension = PROVISIONED_CONCURRENCY_DIMENSION
    kind = "serverless"
    owner = "a serverless endpoint"
    starts_with = ("ServerlessConfig", "ProvisionedConcurrency")
    unit = "provisioned executions"
    starting_argument = "provisioned_concurrency"

    def track_utilization(
        self,
        *,
        target: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "Utilization",
    ) -> ProvisionedConcurrencyScaling:
        """Follow the share of it in use (``SageMakerVariantProvisionedConcurrencyUtilization``).

        Args:
            target: The share, above 0 and at most 1: 0.7 keeps three tenths free for peaks.
            scale_in_cooldown: Wait after taking some away. Default: 300 seconds.
            scale_out_cooldown: Wait after adding some. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``Utilization``.

        Raises:
            InvalidProps: When the target is no share or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=target,
                predefined="SageMakerVariantProvisionedConcurrencyUtilization",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )
