"""How the instances of an asynchronous endpoint follow its queue, down to none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import aws_cdk as cdk

from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import ScalingStep, StepScaling, TargetTracking
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION

WAKE_UP: Final = "WakeUp"


@dataclass(frozen=True, kw_only=True)
class AsyncScaling(ScalingBase):
    """How many instances an asynchronous endpoint may have, and what makes it add or remove some.

    With a minimum of 0 it sleeps while nothing is to do. Following the backlog would wake it only
    when that exceeds the target, so a policy that wakes it for the first request is added by
    itself; `wake_up` says how::

        AsyncScaling(min_capacity=0, max_capacity=5).track_backlog(per_instance=5)

    Attributes:
        min_capacity: The fewest instances, 0 or more.
        max_capacity: The most instances. The quota has to hold it, twice during a blue/green
            update.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: developer guide pages 285 to 288;
    https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html
    """

    dimension = VARIANT_DIMENSION
    kind = "asynchronous"
    owner = "an asynchronous endpoint"
    least = 0

    def track_backlog(
        self,
        *,
        per_instance: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "Backlog",
    ) -> AsyncScaling:
        """Follow the queue (``ApproximateBacklogSizePerInstance``), as the guide recommends.

        Args:
            per_instance: Requests in the queue for each instance, above 0; such as 5.
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``Backlog``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_instance,
                metric="ApproximateBacklogSizePerInstance",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def wake_up(
        self,
        *,
        instances: int = 1,
        cooldown: cdk.Duration | None = None,
        evaluation_periods: int = 2,
    ) -> AsyncScaling:
        """Say how the endpoint leaves zero; it acts while requests wait and there is no instance.

        Args:
            instances: How many instances to start. Default: 1.
            cooldown: Wait after a step. Default: 300 seconds.
            evaluation_periods: Minutes in a row in which requests have to wait. Default: 2.

        Raises:
            InvalidProps: When it is said twice, or starts nothing.
        """
        return self._with(
            StepScaling(
                id=WAKE_UP,
                metric="HasBacklogWithoutCapacity",
                statistic="Average",
                threshold=1,
                comparison="GreaterThanOrEqualToThreshold",
                steps=(ScalingStep(lower=0, change=instances),),
                adjustment_type="ChangeInCapacity",
                cooldown=cooldown or cdk.Duration.seconds(300),
                period=None,
                evaluation_periods=evaluation_periods,
            )
        )

    @property
    def every_policy(self) -> Sequence[TargetTracking | StepScaling]:
        """The policies, with the one that wakes the endpoint where a limit is 0 or may be."""
        awake = not self.needs_wake_up or any(each.id == WAKE_UP for each in self.policies)
        return self.policies if awake else self.wake_up().policies

    @property
    def initial(self) -> int:
        """What to start with where nothing else is said: an endpoint is created with 1 at least."""
        least = self.min_capacity
        return least if is_known(least) and least >= 1 else 1
