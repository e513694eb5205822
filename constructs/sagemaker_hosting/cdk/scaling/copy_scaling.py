"""How the copies of an inference component follow its load, down to none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk.scaling.async_scaling import WAKE_UP
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import ScalingStep, StepScaling, TargetTracking
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import COPY_COUNT_DIMENSION


@dataclass(frozen=True, kw_only=True)
class CopyScaling(ScalingBase):
    """How many copies an inference component may have, and what makes it add or remove some.

    With a minimum of 0 it sleeps while nobody calls it, and its instances can be given back when
    all components of the endpoint do (``ManagedInstanceScaling(min_instances=0, ...)``). The
    request that finds no copy fails, and has to be sent again; a policy that then starts one is
    added by itself, and `wake_up` says how::

        CopyScaling(min_capacity=0, max_capacity=4).track_concurrent_requests(per_copy=5)

    Attributes:
        min_capacity: The fewest copies, 0 or more.
        max_capacity: The most copies, which have to find room on the instances.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: developer guide pages 160, 161 and 171 to 175;
    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html
    """

    dimension = COPY_COUNT_DIMENSION
    kind = "component"
    owner = "an inference component"
    metric_dimensions = ("InferenceComponentName",)
    starts_with = ("RuntimeConfig", "CopyCount")
    unit = "copies"
    starting_argument = "copies"
    least = 0

    def track_invocations(
        self,
        *,
        per_copy_per_minute: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "Invocations",
    ) -> CopyScaling:
        """Follow the number of requests (``SageMakerInferenceComponentInvocationsPerCopy``).

        Args:
            per_copy_per_minute: Requests that one copy is to take each minute, above 0.
            scale_in_cooldown: Wait after removing copies. Default: 300 seconds.
            scale_out_cooldown: Wait after adding copies. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``Invocations``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_copy_per_minute,
                predefined="SageMakerInferenceComponentInvocationsPerCopy",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def track_concurrent_requests(
        self,
        *,
        per_copy: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "ConcurrentRequests",
    ) -> CopyScaling:
        """Follow the requests in flight, seen every 10 seconds.

        The predefined metric is
        ``SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution``. It counts queued
        requests and open streams, and scales out much faster than `track_invocations`.

        Args:
            per_copy: Requests in flight for each copy, above 0; such as 5.
            scale_in_cooldown: Wait after removing copies. Default: 300 seconds.
            scale_out_cooldown: Wait after adding copies. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``ConcurrentRequests``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_copy,
                predefined="SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def wake_up(self, *, copies: int = 1, cooldown: cdk.Duration | None = None) -> CopyScaling:
        """Say how the component leaves zero; it acts when a request finds no copy.

        Args:
            copies: How many copies to start. Default: 1.
            cooldown: Wait after a step. Default: 60 seconds.

        Raises:
            InvalidProps: When it is said twice, or starts nothing.
        """
        return self._with(
            StepScaling(
                id=WAKE_UP,
                metric="NoCapacityInvocationFailures",
                statistic="Sum",
                threshold=1,
                comparison="GreaterThanOrEqualToThreshold",
                steps=(ScalingStep(lower=0, change=copies),),
                adjustment_type="ChangeInCapacity",
                cooldown=cooldown or cdk.Duration.seconds(60),
                period=None,
                evaluation_periods=1,
                aggregation="Maximum",
            )
        )

    @property
    def every_policy(self) -> Sequence[TargetTracking | StepScaling]:
        """The policies, with the one that wakes the component where a limit is 0 or may be."""
        awake = not self.needs_wake_up or any(each.id == WAKE_UP for each in self.policies)
        return self.policies if awake else self.wake_up().policies

    @property
    def initial(self) -> int:
        """What to start with where nothing else is said: a component is created with 1 at least."""
        least = self.min_capacity
        return least if is_known(least) and least >= 1 else 1
