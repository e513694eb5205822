"""Where a variant's instances come from: pools of types, reservations, managed scaling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, minutes
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.variant.base import check_model


@dataclass(frozen=True, kw_only=True)
class InstancePool:
    """One of the instance types that a variant may run on, in the order of priority.

    Where the capacity of a type is exhausted, SageMaker goes on to the next pool; scaling in
    releases the fallbacks first.

    Attributes:
        instance_type: Such as ``ml.g6.2xlarge``.
        priority: 1 to 5; 1 is tried first.
        model: A model built for this instance type. Default: the variant's.

    Raises:
        InvalidProps: When ``model`` is no model of this library.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-heterogeneous.html
    """

    instance_type: str
    priority: int
    model: ModelBase | None = None

    def __post_init__(self) -> None:
        """Refuse a model that is none."""
        if self.model is not None:
            check_model(self.model, f"the instance pool {self.instance_type}")

    def render(self, model_name: str | None) -> Properties:
        """Return an element of ``InstancePools``.

        Args:
            model_name: The name of its own model, or what stands for it; None without one.
        """
        return {
            "InstanceType": self.instance_type,
            "Priority": self.priority,
            "ModelNameOverride": model_name,
        }


@dataclass(frozen=True, kw_only=True)
class CapacityReservation:
    """Capacity that was reserved for the variant (a training plan for endpoints, say).

    Attributes:
        reservation_arn: The ARN of the ML capacity reservation. Default: any that fits.
        preference: ``capacity-reservations-only``: without reserved capacity the instances fail to
            launch. Default: ``capacity-reservations-only``.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCapacityReservationConfig.html
    """

    reservation_arn: str | None = None
    preference: Literal["capacity-reservations-only"] = "capacity-reservations-only"

    def render(self) -> Properties:
        """Return ``CapacityReservationConfig`` of a production variant."""
        return {
            "CapacityReservationPreference": self.preference,
            "MlReservationArn": self.reservation_arn,
        }


@dataclass(frozen=True, kw_only=True)
class ScaleInPolicy:
    """Which instances managed instance scaling gives back. Made by its two methods.

    Attributes:
        strategy: The value of ``Strategy``.
        maximum_step_size: The most instances that end at a time, 1 to 100. Default: none is said.
        cooldown: Wait after the last operation on the endpoint, 5 to 1,440 minutes. Default: none
            is said.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScalingScaleInPolicy.html
    """

    strategy: Literal["IDLE_RELEASE", "CONSOLIDATION"]
    maximum_step_size: int | None = None
    cooldown: cdk.Duration | None = None

    @classmethod
    def idle_release(cls) -> ScaleInPolicy:
        """Give back instances without any copy of an inference component."""
        return cls(strategy="IDLE_RELEASE")

    @classmethod
    def consolidation(
        cls, *, maximum_step_size: int | None = None, cooldown: cdk.Duration | None = None
    ) -> ScaleInPolicy:
        """Move copies together, and give back the instances that become free.

        Args:
            maximum_step_size: The most instances that end at a time, 1 to 100. Default: 1.
            cooldown: Wait after the last operation on the endpoint, 5 to 1,440 minutes. Default: 20
                minutes.
        """
        return cls(strategy="CONSOLIDATION", maximum_step_size=maximum_step_size, cooldown=cooldown)

    def render(self) -> Properties:
        """Return ``ScaleInPolicy`` of managed instance scaling."""
        return {
            "Strategy": self.strategy,
            "MaximumStepSize": self.maximum_step_size,
            "CooldownInMinutes": minutes(self.cooldown, "cooldown"),
        }


@dataclass(frozen=True, kw_only=True)
class ManagedInstanceScaling:
    """Instances that come and go with the copies of inference components.

    Attributes:
        min_instances: The fewest instances; 0 lets the endpoint go down to nothing when every
            component does.
        max_instances: The most instances, 1 or more.
        scale_in: Which instances are given back. Default: chosen by SageMaker.

    Source: developer guide pages 39, 40 and 172;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html
    """

    min_instances: int
    max_instances: int
    scale_in: ScaleInPolicy | None = None

    def render(self) -> Properties:
        """Return ``ManagedInstanceScaling`` of a production variant."""
        return {
            "Status": "ENABLED",
            "MinInstanceCount": self.min_instances,
            "MaxInstanceCount": self.max_instances,
            "ScaleInPolicy": self.scale_in.render() if self.scale_in else None,
        }
