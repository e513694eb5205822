"""What the strategies share: the waits, and the time-out that follows from them."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import MAXIMUM_EXECUTION_TIMEOUT
from sagemaker_hosting.rules import enforce

_PROVISIONING_SECONDS: Final = 900
"""What a derived time-out allows for SageMaker to find and boot instances, before they start up."""
_SIZES_OF_AN_UNKNOWN_FLEET: Final = 100
"""Beyond it, rounding a share to whole instances adds no step."""


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """What a rollout has to know of the endpoint that it updates.

    Attributes:
        sizes: The smallest and largest instance count of each variant; None when that is not known
            at synthesis.
        start_up_seconds: The longest that new instances may take to start.
    """

    sizes: Sequence[tuple[int, int]] | None = None
    start_up_seconds: int = 600

    @property
    def largest(self) -> int | None:
        """The most instances that a variant may have; None when that is not known at synthesis."""
        return max((most for _, most in self.sizes), default=None) if self.sizes else None

    def steps(self, capacity: Capacity, *, smallest_percent: float) -> int | None:
        """Return in how many steps of ``capacity`` the fleet is moved, at the most.

        A share is rounded to at least one instance, as AWS does (guide page 340), so 20 % of 7 are
        7 steps.

        Args:
            capacity: The step.
            smallest_percent: The smallest share that the strategy allows: what a number of
                instances is of a fleet of unknown size.

        Returns:
            The steps of the size that needs most; None when the step is known only at deployment.
        """
        value = capacity.value
        if not is_known(value) or value < 1:
            return None
        if capacity.type != "CAPACITY_PERCENT":
            if self.largest is None:
                return math.ceil(100 / smallest_percent)
            return math.ceil(self.largest / value)
        sizes = self.sizes or [(1, _SIZES_OF_AN_UNKNOWN_FLEET)]
        return max(
            math.ceil(size / max(1, math.floor(size * value / 100 + 0.5)))
            for least, most in sizes
            for size in range(max(1, least), most + 1)
        )


@dataclass(frozen=True, kw_only=True)
class RolloutStrategy(ABC):
    """How an update moves an endpoint to its new configuration. Made by ``Rollout``.

    Attributes:
        maximum_execution_timeout: When the whole deployment gives up and rolls back, 600 to 28,800
            seconds. Default: the waits, plus the time that new instances may take to start, but no
            more than 28,800 seconds.

    Raises:
        InvalidProps: When a size, a wait or the time-out is out of its documented range.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeploymentConfig.html
    """

    resource_type: ClassVar[str] = "AWS::SageMaker::Endpoint"
    """What is updated."""

    maximum_execution_timeout: cdk.Duration | None = None
    _timeout: Any = field(init=False, repr=False, compare=False, default=None)
    _rendered_policy: Properties = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Have the rules look at the strategy where it is written."""
        given = self.maximum_execution_timeout
        timeout = seconds(given, "maximum_execution_timeout")
        object.__setattr__(self, "_timeout", timeout)
        object.__setattr__(self, "_rendered_policy", self._policy())
        enforce(self.resource_type, {"DeploymentConfig": self._with_timeout(timeout)}, partial=True)

    def render(self, fleet: Fleet, alarm_names: Sequence[str] = ()) -> Properties:
        """Return ``DeploymentConfig`` of an ``AWS::SageMaker::Endpoint``.

        Args:
            fleet: What is updated.
            alarm_names: The rollback alarms. Default: none.

        Raises:
            InvalidProps: When the waits leave no room in the longest time-out that SageMaker takes.
        """
        timeout = self._timeout
        rendered = self._with_timeout(self._derived_timeout(fleet) if timeout is None else timeout)
        if alarm_names:
            rendered["AutoRollbackConfiguration"] = {
                "Alarms": [{"AlarmName": name} for name in alarm_names]
            }
        return rendered

    def fits(self, fleet: Fleet) -> bool:
        """Return whether the waits for ``fleet`` leave room in the longest time-out."""
        try:
            self.render(fleet)
        except InvalidProps:
            return False
        return True

    @property
    def rendered(self) -> Properties:
        """What it says by itself, whatever it updates."""
        return {"timeout": self._timeout, **self._rendered_policy}

    @property
    @abstractmethod
    def bake_seconds(self) -> Any:
        """How long the alarms watch the first traffic on the new fleet; may be a token."""

    @abstractmethod
    def _policy(self) -> Properties:
        """Return the one member of ``DeploymentConfig`` that this strategy sets."""

    @abstractmethod
    def _waits(self, fleet: Fleet) -> Sequence[Any] | None:
        """Return every wait of a deployment, in seconds or tokens; None when not known."""

    def _start_ups(self, _fleet: Fleet) -> int:
        """Return how often in a row new instances have to start."""
        return 1

    def _derived_timeout(self, fleet: Fleet) -> int | None:
        waits = self._waits(fleet)
        if waits is None or not is_known(list(waits)):
            return None
        start = (fleet.start_up_seconds + _PROVISIONING_SECONDS) * self._start_ups(fleet)
        longest = int(MAXIMUM_EXECUTION_TIMEOUT.value.maximum)
        if sum(waits) >= longest:
            raise InvalidProps(
                f"the waits of the rollout add up to {sum(waits)} s; a deployment may last "
                f"{longest} s",
                fix="shorten the bake or termination_wait, or take larger steps",
                source=MAXIMUM_EXECUTION_TIMEOUT.source,
            )
        return min(int(sum(waits)) + start, longest)

    def _with_timeout(self, timeout: Any) -> Properties:
        ((family, policy),) = self._rendered_policy.items()
        return {family: {**policy, "MaximumExecutionTimeoutInSeconds": timeout}}
