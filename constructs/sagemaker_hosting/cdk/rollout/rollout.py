"""The ways to roll out an update, under one name."""

from __future__ import annotations

from functools import cache
from typing import Any

import aws_cdk as cdk

from sagemaker_hosting.cdk.rollout.all_at_once import AllAtOnce
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.canary import Canary
from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.cdk.rollout.linear import Linear
from sagemaker_hosting.cdk.rollout.retained import Retained
from sagemaker_hosting.cdk.rollout.rolling import Rolling
from sagemaker_hosting.core.errors import InvalidProps


class Rollout:
    """The ways an update can move an endpoint to its new configuration.

    Every strategy watches the endpoint's rollback alarms while it bakes, and goes back to the old
    configuration when one of them goes off or when the time is up. Blue/green strategies (all at
    once, canary, linear) start a complete second fleet, so the quota has to hold both; rolling
    needs one more batch.

    A bake and a termination wait last 0 to 3,600 seconds, a whole deployment 600 to 28,800. Where
    ``maximum_execution_timeout`` is not given it follows from the waits and from the time that the
    variants allow new instances to start.

    Source: developer guide pages 325 to 350;
    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html
    """

    @staticmethod
    def all_at_once(
        *,
        bake: cdk.Duration | None = None,
        maximum_execution_timeout: cdk.Duration | None = None,
    ) -> RolloutStrategy:
        """Move all traffic at once when the new fleet stands; the fastest and cheapest.

        Args:
            bake: How long the old fleet stays ready to take the traffic back, 0 to 3,600 seconds.
                With 0 no alarm can roll the update back. Default: 10 minutes.
            maximum_execution_timeout: Default: derived from the bake.

        Raises:
            InvalidProps: When a duration is out of range, or the time-out is shorter than the bake.
        """
        return AllAtOnce(maximum_execution_timeout=maximum_execution_timeout, **_given(bake=bake))

    @staticmethod
    def canary(
        *,
        size: Capacity | None = None,
        bake: cdk.Duration | None = None,
        termination_wait: cdk.Duration | None = None,
        maximum_execution_timeout: cdk.Duration | None = None,
    ) -> RolloutStrategy:
        """Move a small share first, and everything else after its bake.

        Args:
            size: The canary, at most 50 % of the new fleet. Default: 10 %.
            bake: How long the canary is watched, 0 to 3,600 seconds. Default: 10 minutes.
            termination_wait: How long the old fleet stays after all traffic has moved, 0 to 3,600
                seconds. Default: 5 minutes.
            maximum_execution_timeout: Default: derived from the waits.

        Raises:
            InvalidProps: When the canary is too large, a duration is out of range, or the time-out
                is shorter than the waits.
        """
        return Canary(
            maximum_execution_timeout=maximum_execution_timeout,
            **_given(size=size, bake=bake, termination_wait=termination_wait),
        )

    @staticmethod
    def linear(
        *,
        step_size: Capacity | None = None,
        bake: cdk.Duration | None = None,
        termination_wait: cdk.Duration | None = None,
        maximum_execution_timeout: cdk.Duration | None = None,
    ) -> RolloutStrategy:
        """Move equal shares, with a bake after each; the slowest and safest.

        Args:
            step_size: Each step, 10 to 50 % of the new fleet. Default: 20 %.
            bake: How long each step is watched, 0 to 3,600 seconds. Default: 5 minutes.
            termination_wait: How long the old fleet stays after all traffic has moved, 0 to 3,600
                seconds. Default: 5 minutes.
            maximum_execution_timeout: Default: derived from the waits of all steps.

        Raises:
            InvalidProps: When the step or a duration is out of range, or the time-out is shorter
                than the waits.
        """
        return Linear(
            maximum_execution_timeout=maximum_execution_timeout,
            **_given(step_size=step_size, bake=bake, termination_wait=termination_wait),
        )

    @staticmethod
    def rolling(
        *,
        max_batch_size: Capacity | None = None,
        bake: cdk.Duration | None = None,
        rollback_max_batch_size: Capacity | None = None,
        maximum_execution_timeout: cdk.Duration | None = None,
    ) -> RolloutStrategy:
        """Replace the fleet batch by batch, without paying for a second one.

        For endpoints of one variant; the choice for large models and scarce accelerators. Old
        instances that are gone have to be started again for a rollback.

        Args:
            max_batch_size: Each batch, 5 to 50 % of the fleet. Default: 25 %.
            bake: How long each batch is watched, 0 to 3,600 seconds. Default: 5 minutes.
            rollback_max_batch_size: The batches of a rollback. Default: everything at once.
            maximum_execution_timeout: Default: derived from the waits and starts of all batches.

        Raises:
            InvalidProps: When a batch or a duration is out of range, or the time-out is shorter
                than the waits.
        """
        return Rolling(
            maximum_execution_timeout=maximum_execution_timeout,
            **_given(
                max_batch_size=max_batch_size,
                bake=bake,
                rollback_max_batch_size=rollback_max_batch_size,
            ),
        )

    @staticmethod
    def retained() -> RolloutStrategy:
        """Use the deployment configuration of the last update, whatever it was.

        SageMaker remembers it, after a rollback too (``RetainDeploymentConfig``). Nothing of it can
        be read in the template, so prefer to state one; for endpoints whose rollouts another team
        sets. A new endpoint has nothing to retain, and its first update is all at once.
        """
        return Retained()


def default_rollout(fleet: Fleet, *, guardrails_supported: bool) -> RolloutStrategy | None:
    """Return the rollout of an endpoint that states none.

    A canary of 10 % with bakes; all at once with a bake where a fleet of one instance has no part
    to send first. None where the instances take no guardrails: SageMaker would ignore them silently
    (guide page 350).
    """
    if not guardrails_supported:
        return None
    return _all_at_once() if fleet.largest == 1 else _canary()


_all_at_once = cache(Rollout.all_at_once)
_canary = cache(Rollout.canary)


def _given(**arguments: Any) -> dict[str, Any]:
    given = {name: value for name, value in arguments.items() if value is not None}
    for name, value in given.items():
        if name.endswith("size") and not isinstance(value, Capacity):
            raise InvalidProps(
                f"{name} is {value!r}, not a Capacity",
                fix=f"pass {name}=Capacity.percent(...) or Capacity.instances(...)",
                source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
                "API_CapacitySize.html",
            )
    return given
