"""The metrics that a container of an inference component offers itself."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.endpoint.metrics_config import check_frequency


@dataclass(frozen=True, kw_only=True)
class ContainerMetrics:
    """Where a container offers Prometheus metrics, and how often they are told to CloudWatch.

    They are fetched where the endpoint has detailed observability. AWS's own images need none of
    it.

    Attributes:
        path: The path on port 8080. Default: ``/metrics``.
        publish_frequency: 10, 30, 60, 120, 180, 240 or 300 seconds. Default: 60 seconds.

    Raises:
        InvalidProps: When the frequency is none of those.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerMetricsConfig.html
    """

    path: str = "/metrics"
    publish_frequency: cdk.Duration | None = None

    def __post_init__(self) -> None:
        """Refuse a frequency that does not exist."""
        check_frequency(self.publish_frequency, "publish_frequency")

    def render(self) -> Properties:
        """Return ``ContainerMetricsConfig``."""
        return {
            "MetricsEndpoints": [
                {
                    "MetricsEndpointPath": self.path,
                    "MetricPublishFrequencyInSeconds": seconds(
                        self.publish_frequency, "publish_frequency"
                    ),
                }
            ]
        }
