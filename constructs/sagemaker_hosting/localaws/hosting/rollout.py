"""Turns a DeploymentConfig into the steps that a deployment takes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sagemaker_hosting.localaws.hosting.errors import invalid


@dataclass(frozen=True)
class Step:
    """One shift of traffic, and the bake after it.

    Args:
        share: The part of the traffic that the new fleet has from now on, 0 to 1.
        bake: Seconds of the service during which alarms are watched.
    """

    share: float
    bake: float


def steps(config: dict[str, Any] | None, instances: int) -> list[Step]:
    """Return the steps of a deployment; all traffic at once when there is no configuration.

    Args:
        config: The DeploymentConfig.
        instances: Instances of the fleet, which sizes given as a count are parts of.
    """
    config = config or {}
    if rolling := config.get("RollingUpdatePolicy"):
        part = _part(rolling["MaximumBatchSize"], instances)
        return _linear(part, rolling["WaitIntervalInSeconds"])
    policy = config.get("BlueGreenUpdatePolicy") or {}
    routing = policy.get("TrafficRoutingConfiguration") or {}
    wait = routing.get("WaitIntervalInSeconds", 0)
    final = policy.get("TerminationWaitInSeconds", 0)
    if routing.get("Type") == "CANARY":
        return [Step(_part(routing["CanarySize"], instances), wait), Step(1.0, final)]
    if routing.get("Type") == "LINEAR":
        shifts = _linear(_part(routing["LinearStepSize"], instances), wait)
        return [*shifts[:-1], Step(1.0, final)]
    return [Step(1.0, max(wait, final))]


def check(config: dict[str, Any] | None) -> None:
    """Refuse what the shapes of a DeploymentConfig allow and the service does not.

    Raises:
        ServiceError: ValidationException.
    """
    if not config:
        return
    policy = config.get("BlueGreenUpdatePolicy")
    if policy and config.get("RollingUpdatePolicy"):
        raise invalid(
            "DeploymentConfig must have either BlueGreenUpdatePolicy or RollingUpdatePolicy, "
            "not both."
        )
    routing = (policy or {}).get("TrafficRoutingConfiguration") or {}
    needed = {"CANARY": "CanarySize", "LINEAR": "LinearStepSize"}.get(routing.get("Type", ""))
    if needed and needed not in routing:
        raise invalid(f"{needed} is required when traffic routing type is {routing['Type']}.")
    sizes = (
        ("CanarySize", routing.get("CanarySize"), 1, 50),
        ("LinearStepSize", routing.get("LinearStepSize"), 10, 50),
        (
            "MaximumBatchSize",
            (config.get("RollingUpdatePolicy") or {}).get("MaximumBatchSize"),
            5,
            50,
        ),
    )
    for name, size, low, high in sizes:
        if size and size.get("Type") == "CAPACITY_PERCENT" and not low <= size["Value"] <= high:
            raise invalid(f"{name} must be between {low} and {high} percent, not {size['Value']}.")


def alarm_names(config: dict[str, Any] | None) -> list[str]:
    """Return the alarms that roll a deployment back."""
    automatic = (config or {}).get("AutoRollbackConfiguration") or {}
    return [alarm["AlarmName"] for alarm in automatic.get("Alarms") or []]


def _linear(part: float, wait: float) -> list[Step]:
    shares: list[Step] = []
    share = part
    while share < 1.0 - 1e-9:
        shares.append(Step(share, wait))
        share += part
    return [*shares, Step(1.0, wait)]


def _part(size: dict[str, Any], instances: int) -> float:
    if size["Type"] == "CAPACITY_PERCENT":
        return min(float(size["Value"]) / 100, 1.0)
    return min(float(size["Value"]) / max(instances, 1), 1.0)
