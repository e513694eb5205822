"""The arithmetic of a deployment: how many instances a step takes, how many steps, how long a wait.

How SageMaker rounds a percentage of a fleet is not documented. Where a rule refuses, it takes the
rounding that is kindest to the declaration; where it warns, the likeliest one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from sagemaker_hosting.template.view import Resource, View

BLUE_GREEN = "DeploymentConfig/BlueGreenUpdatePolicy"
ROUTING = f"{BLUE_GREEN}/TrafficRoutingConfiguration"
ROLLING = "DeploymentConfig/RollingUpdatePolicy"
ALARMS = "DeploymentConfig/AutoRollbackConfiguration/Alarms"

_SIZES = ("CAPACITY_PERCENT", "INSTANCE_COUNT", "COPY_COUNT")


@dataclass(frozen=True, slots=True)
class Waits:
    """The seconds that a deployment waits, from the least it can be to what it likely is."""

    least: float
    likely: float


def variants(endpoint: Resource) -> list[View]:
    """Return the production variants that ``endpoint`` moves to, as far as they are known."""
    config = endpoint.related("EndpointConfig")
    return list(config.parts("ProductionVariants/*")) if config is not None else []


def fleet_sizes(endpoint: Resource) -> Iterator[tuple[View, int]]:
    """Yield each variant whose instance count at the update is known, with that count.

    With ``RetainAllVariantProperties`` the count is whatever autoscaling made of it: not known. Nor
    is that of the copies of an inference component, which is what its own rollout replaces.
    """
    if endpoint.type != "AWS::SageMaker::Endpoint":
        return
    retained = endpoint.get("RetainAllVariantProperties")
    if not retained.is_absent and retained.boolean is not False:
        return
    for variant in variants(endpoint):
        count = variant.get("InitialInstanceCount").number
        if count is not None and count >= 1:
            yield variant, int(count)


def steps(size: View, fleet: int | None) -> tuple[int, int] | None:
    """Return how many steps of ``size`` shift a fleet: the least, and the likely number.

    Args:
        size: A ``CapacitySize``.
        fleet: The instances of the fleet; None when not known.
    """
    value = size.get("Value").number
    kind = size.get("Type").text
    if value is None or value < 1 or kind not in _SIZES:
        return None
    if fleet is None:
        # A step is at most half of the fleet, so there are at least two.
        return (2, math.ceil(100 / value)) if kind == "CAPACITY_PERCENT" else (2, 2)
    if kind != "CAPACITY_PERCENT":
        exact = math.ceil(fleet / value)
        return exact, exact
    share = fleet * value / 100
    return math.ceil(fleet / math.ceil(share)), math.ceil(fleet / max(1, math.floor(share + 0.5)))


def blue_green_waits(endpoint: Resource) -> Waits | None:
    """Return how long a blue/green deployment of ``endpoint`` waits; None when not known."""
    routing = endpoint.part(ROUTING)
    kind = routing.get("Type").text
    termination = endpoint.get(f"{BLUE_GREEN}/TerminationWaitInSeconds")
    interval = routing.get("WaitIntervalInSeconds")
    final = 0.0 if termination.is_absent else termination.number
    bake = 0.0 if interval.is_absent else interval.number
    if final is None or bake is None:
        return None
    if kind == "ALL_AT_ONCE":
        return Waits(final, bake + final)
    if kind == "CANARY":
        return Waits(bake + final, 2 * bake + final)
    if kind == "LINEAR":
        count = _steps_of_all(endpoint, routing.part("LinearStepSize"))
        return Waits((count[0] - 1) * bake + final, count[1] * bake + final)
    return None


def rolling_waits(endpoint: Resource) -> Waits | None:
    """Return how long a rolling deployment of an endpoint or component waits; None: not known."""
    bake = endpoint.get(f"{ROLLING}/WaitIntervalInSeconds").number
    if bake is None:
        return None
    count = _steps_of_all(endpoint, endpoint.part(f"{ROLLING}/MaximumBatchSize"))
    return Waits((count[0] - 1) * bake, count[1] * bake)


def _steps_of_all(endpoint: Resource, size: View) -> tuple[int, int]:
    """Return the steps that the largest fleet takes; (2, 2) where nothing more is known."""
    counts = [steps(size, count) for _, count in fleet_sizes(endpoint)] or [steps(size, None)]
    known = [count for count in counts if count is not None]
    return max((least for least, _ in known), default=2), max(
        (likely for _, likely in known), default=2
    )
