"""How the instances of a real-time variant follow its load."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import TargetTracking
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION


@dataclass(frozen=True, kw_only=True)
class Scaling(ScalingBase):
    """How many instances a real-time variant may have, and what makes it add or remove some.

    Each method returns a new object with one more policy or schedule, so they can be written one
    after the other and a common base can be shared::

        Scaling(min_capacity=2, max_capacity=20).track_invocations(per_instance_per_minute=900)

    Attributes:
        min_capacity: The fewest instances, 1 or more; two keep the endpoint available when one
            Availability Zone fails.
        max_capacity: The most instances. The quota has to hold it, twice during a blue/green
            update.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: developer guide pages 150 to 177;
    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    dimension = VARIANT_DIMENSION
    kind = "real-time"
    owner = "a real-time endpoint"

    def track_invocations(
        self,
        *,
        per_instance_per_minute: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "Invocations",
    ) -> Scaling:
        """Follow the number of requests (``SageMakerVariantInvocationsPerInstance``).

        Args:
            per_instance_per_minute: Requests that one instance is to take each minute, above 0:
                what it can take in a load test, times a safety factor such as 0.5 (guide page 176).
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``Invocations``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_instance_per_minute,
                predefined="SageMakerVariantInvocationsPerInstance",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def track_concurrent_requests(
        self,
        *,
        per_model: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "ConcurrentRequests",
    ) -> Scaling:
        """Follow the requests in flight, seen every 10 seconds.

        The predefined metric is ``SageMakerVariantConcurrentRequestsPerModelHighResolution``. It
        counts queued requests and open streams, and scales out much faster than
        `track_invocations`; scaling in is as slow (guide pages 160 and 161).

        Args:
            per_model: Requests in flight for each model container, above 0; such as 5.
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``ConcurrentRequests``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_model,
                predefined="SageMakerVariantConcurrentRequestsPerModelHighResolution",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )
