"""What an endpoint leaves in CloudWatch: container logs and invocation metrics."""

from __future__ import annotations

import threading
import time
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.logs.models import logs_backends

_EVENTS_AT_ONCE = 1000
_LINE_LIMIT = 8000


class LogShipper:
    """Copies a container's log file into /aws/sagemaker/Endpoints/<endpoint>.

    Args:
        account: The account.
        region: The Region.
        endpoint: Name of the endpoint.
        variant: Name of the variant.
    """

    def __init__(self, account: str, region: str, endpoint: str, variant: str) -> None:
        self._account, self._region = account, region
        self.group = f"/aws/sagemaker/Endpoints/{endpoint}"
        self.stream = f"{variant}/i-{uuid.uuid4().hex[:17]}"
        self._offsets: dict[Path, int] = {}
        self._lock = threading.Lock()

    def ship(self, log_file: Path | None, container: str = "") -> None:
        """Send what has been printed since the last time.

        Args:
            log_file: The container's log; None before it has started.
            container: What its stream's name ends with: `/` and the hostname where a model has
                several. Default: nothing.
        """
        if log_file is None:
            return
        with self._lock:
            try:
                with log_file.open("rb") as log:
                    log.seek(self._offsets.get(log_file, 0))
                    text = log.read().decode(errors="replace")
                    self._offsets[log_file] = log.tell()
            except FileNotFoundError:
                return
            lines = [line[:_LINE_LIMIT] for line in text.splitlines() if line.strip()]
            if lines:
                self._put(self.stream + container, lines[-_EVENTS_AT_ONCE:])

    def _put(self, stream: str, lines: list[str]) -> None:
        backend = logs_backends[self._account][self._region]
        if self.group not in backend.groups:
            backend.create_log_group(self.group, {})
        if stream not in backend.groups[self.group].streams:
            backend.create_log_stream(self.group, stream)
        stamp = int(time.time() * 1000)
        events = [{"timestamp": stamp, "message": line} for line in lines]
        backend.put_log_events(self.group, stream, events)


def record_invocation(
    account: str,
    region: str,
    endpoint: str,
    variant: str,
    config: str,
    *,
    status: int,
    seconds: float,
    instances: int,
) -> None:
    """Publish the metrics of one invocation, for the endpoint and for its fleet alone.

    Args:
        account: The account.
        region: The Region.
        endpoint: Name of the endpoint.
        variant: Name of the variant.
        config: Name of the endpoint configuration of the fleet.
        status: HTTP status that the container answered; 0 for no answer.
        seconds: How long the container took. Published in microseconds.
        instances: Instances of the variant that took it.
    """
    client_error = 1.0 if 400 <= status < 500 else 0.0
    server_error = 1.0 if status >= 500 or status == 0 else 0.0
    values = {
        "Invocations": (1.0, "None"),
        "InvocationsPerInstance": (1.0 / max(instances, 1), "None"),
        "Invocation4XXErrors": (client_error, "None"),
        "Invocation5XXErrors": (server_error, "None"),
        "InvocationModelErrors": (0.0 if 200 <= status < 300 else 1.0, "None"),
        "ModelLatency": (seconds * 1e6, "Microseconds"),
        "OverheadLatency": (1000.0, "Microseconds"),
    }
    both = [
        {"Name": "EndpointName", "Value": endpoint},
        {"Name": "VariantName", "Value": variant},
    ]
    fleet = [*both, {"Name": "EndpointConfigName", "Value": config}]
    # moto compares metric times without a zone.
    stamp = datetime.now(UTC).replace(tzinfo=None)
    data: list[dict[str, Any]] = [
        {
            "MetricName": name,
            "Dimensions": dimensions,
            "Timestamp": stamp,
            "Value": value,
            "Unit": unit,
        }
        for dimensions in (both, fleet)
        for name, (value, unit) in values.items()
    ]
    cloudwatch_backends[account][region].put_metric_data("AWS/SageMaker", data)
