"""What the service remembers: models, endpoint configurations, endpoints and their fleets."""

from __future__ import annotations

import copy
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sagemaker_hosting.localaws.hosting.model_server import ModelServer

Request = dict[str, Any]


def now() -> datetime:
    """Return the current time, as the service stamps things."""
    return datetime.now(UTC)


@dataclass
class Record:
    """A model or an endpoint configuration: both are immutable once created.

    Args:
        name: Its name.
        arn: Its ARN.
        request: What it was created with.
        tags: Its tags, which may change.
    """

    name: str
    arn: str
    request: Request
    tags: list[dict[str, str]] = field(default_factory=list)
    created: datetime = field(default_factory=now)

    def described(self, arn_key: str) -> Request:
        """Return the answer of the Describe operation."""
        answer = copy.deepcopy(self.request)
        answer.pop("Tags", None)
        return answer | {arn_key: self.arn, "CreationTime": self.created}


@dataclass
class Variant:
    """One production or shadow variant of a fleet.

    Args:
        spec: The variant as the endpoint configuration has it.
        model: The Model as it was when the fleet was made: deleting it later changes nothing.
        server: What answers its invocations.
    """

    spec: Request
    model: Request
    server: ModelServer
    count: int = 0
    weight: float = 1.0

    @property
    def name(self) -> str:
        """The variant's name."""
        return str(self.spec["VariantName"])

    def summary(self) -> Request:
        """Return its part of DescribeEndpoint."""
        answer: Request = {
            "VariantName": self.name,
            "CurrentWeight": self.weight,
            "DesiredWeight": self.weight,
            "DeployedImages": [
                {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": now()}
                for image in self._images()
            ],
        }
        if "ServerlessConfig" in self.spec:
            answer["CurrentServerlessConfig"] = self.spec["ServerlessConfig"]
        else:
            answer["CurrentInstanceCount"] = answer["DesiredInstanceCount"] = self.count
        for kept in ("ManagedInstanceScaling", "RoutingConfig"):
            if kept in self.spec:
                answer[kept] = self.spec[kept]
        return answer

    def _images(self) -> list[str]:
        containers = self.model.get("Containers") or [self.model.get("PrimaryContainer") or {}]
        return [container["Image"] for container in containers if container.get("Image")]


@dataclass
class Fleet:
    """The instances of one endpoint configuration.

    Args:
        config: The configuration.
        variants: Its production variants by name.
        share: The part of the traffic that it gets, 0 to 1.
    """

    config: Record
    variants: dict[str, Variant]
    shadows: dict[str, Variant] = field(default_factory=dict)
    share: float = 1.0
    data_capture: Request | None = None

    def stop(self) -> None:
        """End every model of the fleet."""
        for variant in (*self.variants.values(), *self.shadows.values()):
            variant.server.stop()


@dataclass
class Endpoint:
    """An endpoint: its status, and one fleet, or two during a deployment."""

    name: str
    arn: str
    fleets: list[Fleet]
    tags: list[dict[str, str]] = field(default_factory=list)
    status: str = "Creating"
    failure_reason: str = ""
    deployment_config: Request | None = None
    pending: Request | None = None
    created: datetime = field(default_factory=now)
    modified: datetime = field(default_factory=now)
    lock: threading.RLock = field(default_factory=threading.RLock)
    gone: threading.Event = field(default_factory=threading.Event)

    def set_status(self, status: str, reason: str = "") -> None:
        """Enter a status; the reason is what DescribeEndpoint shows as FailureReason."""
        self.status = status
        self.failure_reason = reason
        self.modified = now()

    def described(self) -> Request:
        """Return the answer of DescribeEndpoint."""
        with self.lock:
            fleet = self.fleets[0]
            answer: Request = {
                "EndpointName": self.name,
                "EndpointArn": self.arn,
                "EndpointConfigName": fleet.config.name,
                "ProductionVariants": [one.summary() for one in fleet.variants.values()],
                "EndpointStatus": self.status,
                "CreationTime": self.created,
                "LastModifiedTime": self.modified,
            }
            if fleet.shadows:
                answer["ShadowProductionVariants"] = [
                    one.summary() for one in fleet.shadows.values()
                ]
            if self.failure_reason:
                answer["FailureReason"] = self.failure_reason
            if self.deployment_config:
                answer["LastDeploymentConfig"] = self.deployment_config
            if self.pending:
                answer["PendingDeploymentSummary"] = self.pending
            if fleet.data_capture:
                capture = fleet.data_capture
                answer["DataCaptureConfig"] = {
                    "EnableCapture": capture.get("EnableCapture", False),
                    "CaptureStatus": "Started" if capture.get("EnableCapture") else "Stopped",
                    "CurrentSamplingPercentage": capture["InitialSamplingPercentage"],
                    "DestinationS3Uri": capture["DestinationS3Uri"],
                    "KmsKeyId": capture.get("KmsKeyId", ""),
                }
            for kept in ("AsyncInferenceConfig", "ExplainerConfig"):
                if kept in fleet.config.request:
                    answer[kept] = fleet.config.request[kept]
            return answer
