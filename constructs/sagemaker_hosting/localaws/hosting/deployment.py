"""What happens to an endpoint after CreateEndpoint or UpdateEndpoint has answered."""

from __future__ import annotations

import threading
import time
import traceback
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.localaws.hosting import alarms, rollout
from sagemaker_hosting.localaws.hosting.clock import clock
from sagemaker_hosting.localaws.hosting.containers import CannotRun
from sagemaker_hosting.localaws.hosting.state import Endpoint, Fleet, Request, now
from sagemaker_hosting.runner.servable import ContainerFailure

# What the service takes to get instances; docs say minutes.
_PROVISIONING = 120.0
_POLL = 0.02


class Deployments:
    """Carries deployments out, each in a thread of its own.

    Args:
        account: The account whose alarms are watched.
        region: The Region.
    """

    def __init__(self, account: str, region: str) -> None:
        self._account = account
        self._region = region

    def create(self, endpoint: Endpoint) -> None:
        """Bring a new endpoint to InService or Failed."""
        _background(self._create, endpoint)

    def update(self, endpoint: Endpoint, green: Fleet, config: Request | None) -> None:
        """Bring an endpoint to a new fleet, or back to the one it has."""
        _background(self._update, endpoint, green, config)

    def _create(self, endpoint: Endpoint) -> None:
        problem = _start(endpoint.fleets[0]) or ""
        if clock.wait(_PROVISIONING, endpoint.gone):
            return
        with endpoint.lock:
            if not endpoint.gone.is_set():
                endpoint.set_status("Failed" if problem else "InService", problem)
        if problem:
            endpoint.fleets[0].stop()

    def _update(self, endpoint: Endpoint, green: Fleet, config: Request | None) -> None:
        blue = endpoint.fleets[0]
        problem = _start(green)
        if clock.wait(_PROVISIONING, endpoint.gone):
            green.stop()
            return
        if problem:
            self._finish(endpoint, blue, green, problem)
            return
        with endpoint.lock:
            green.share = 0.0
            endpoint.fleets = [blue, green]
        count = sum(variant.count for variant in green.variants.values())
        for step in rollout.steps(config, count):
            with endpoint.lock:
                green.share, blue.share = step.share, 1.0 - step.share
                _show_status(endpoint, "Baking" if step.bake else "")
            alarm = self._bake(endpoint, step.bake, rollout.alarm_names(config))
            if endpoint.gone.is_set():
                return
            if alarm:
                problem = (
                    f"One or more CloudWatch alarms associated with this deployment went into "
                    f"ALARM during the baking period: [{alarm}]. The endpoint has been rolled "
                    f"back to endpoint configuration {blue.config.name}."
                )
                self._finish(endpoint, blue, green, problem)
                return
        self._finish(endpoint, green, blue, "")

    def _bake(self, endpoint: Endpoint, seconds: float, names: list[str]) -> str:
        """Watch the alarms for that long; return the first one in ALARM, or nothing."""
        deadline = clock.deadline(seconds)
        while seconds > 0 and not endpoint.gone.is_set():
            if alarm := self._in_alarm(names):
                return alarm
            left = deadline - time.monotonic()
            if left <= 0:
                break
            endpoint.gone.wait(min(_POLL, left))
        return ""

    def _in_alarm(self, names: list[str]) -> str:
        backend = cloudwatch_backends[self._account][self._region]
        for name in names:
            alarm = backend.alarms.get(name)
            if alarm is None:
                continue
            alarms.evaluate(backend, alarm)
            if alarm.state_value == "ALARM":
                return name
        return ""

    def _finish(self, endpoint: Endpoint, kept: Fleet, ended: Fleet, problem: str) -> None:
        with endpoint.lock:
            kept.share = 1.0
            endpoint.fleets = [kept]
            endpoint.pending = None
            if not endpoint.gone.is_set():
                endpoint.set_status("InService", problem)
        ended.stop()


def _start(fleet: Fleet) -> str | None:
    """Start every model of a fleet; return why one does not pass its health check."""
    for variant in (*fleet.variants.values(), *fleet.shadows.values()):
        try:
            variant.server.start()
        except CannotRun:
            # Without Docker nobody can say whether it would start: the invocation tells.
            continue
        except LocalAwsError as error:
            return (
                f"Failed to download or extract the model data for production variant "
                f"{variant.name}: {error.message}"
            )
        except ContainerFailure as failure:
            return (
                f"The primary container for production variant {variant.name} did not pass the "
                f"ping health check. Please check CloudWatch logs for this endpoint.\n"
                f"{failure.message}{_tail(failure.log_tail)}"
            )
    return None


def _tail(log: str) -> str:
    last = "\n".join(log.splitlines()[-6:])
    return f"\nlast lines of the container log:\n{last}" if last else ""


def _show_status(endpoint: Endpoint, status: str) -> None:
    if endpoint.pending is None:
        return
    for variant in endpoint.pending["ProductionVariants"]:
        variant["VariantStatus"] = [{"Status": status, "StartTime": now()}] if status else []


def _background(work: Any, endpoint: Endpoint, *arguments: Any) -> None:
    def run() -> None:
        try:
            work(endpoint, *arguments)
        except Exception as error:
            # A thread's exception would be lost, and the endpoint stay "Creating" for ever.
            traceback.print_exc()
            endpoint.pending = None
            endpoint.set_status("Failed", f"internal error of the local AWS: {error!r}")

    threading.Thread(target=run, daemon=True, name=f"deploy {endpoint.name}").start()
