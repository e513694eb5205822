"""What the strategies share: the waits, and the time-out that follows from them."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.rollout.capacity import Capacity
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import MAXIMUM_EXECUTION_TIMEOUT
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::Endpoint"
_PROVISIONING_SECONDS: Final = 900
"""What a derived time-out allows for SageMaker to find and boot instances, before they start up."""


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """What a rollout has to know of the endpoint that it updates.

    Attributes:
        counts: The initial instance count of each variant.
        start_up_seconds: The longest that new instances may take to start.
        autoscaled: Whether counts follow the load, so that the initial ones say nothing.
    """

    counts: Sequence[Any] = ()
    start_up_seconds: int = 600
    autoscaled: bool = False

    @property
    def size(self) -> int | None:
        """Instances of the largest variant; None when that is not known at synthesis."""
        if self.autoscaled or not self.counts or not is_known(list(self.counts)):
            return None
        return max(int(count) for count in self.counts)

    def steps(self, capacity: Capacity) -> int | None:
        """Return in how many steps of ``capacity`` the fleet is moved; None when not known.

        A share is rounded to at least one instance, as SageMaker does (guide page 340). Of a fleet
        of unknown size, a number of instances is taken to be the smallest step that is allowed.
        """
        size, value = self.size, capacity.value
        if not is_known(value) or value < 1:
            return None
        if capacity.type == "CAPACITY_PERCENT":
            if size is None:
                return math.ceil(100 / value)
            return math.ceil(size / max(1, math.floor(size * value / 100 + 0.5)))
        return 10 if size is None else math.ceil(size / value)


@dataclass(frozen=True, kw_only=True)
class RolloutStrategy(ABC):
    """How an update moves an endpoint to its new configuration. Made by ``Rollout``.

    Attributes:
        maximum_execution_timeout: When the whole deployment gives up and rolls back, 600 to 28,800
            seconds. Default: the waits, plus the time that new instances may take to start.
    """

    maximum_execution_timeout: cdk.Duration | None = None
    _timeout: Any = field(init=False, repr=False, compare=False, default=None)
    _rendered_policy: Properties = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Have the rules look at the strategy where it is written."""
        given = self.maximum_execution_timeout
        timeout = seconds(given, "maximum_execution_timeout")
        object.__setattr__(self, "_timeout", timeout)
        object.__setattr__(self, "_rendered_policy", self._policy())
        enforce(_TYPE, {"DeploymentConfig": self._with_timeout(timeout)}, partial=True)

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
