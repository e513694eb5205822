"""How much an endpoint tells CloudWatch, and how often."""

from __future__ import annotations

from dataclasses import dataclass

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import METRIC_PUBLISH_FREQUENCIES


@dataclass(frozen=True, kw_only=True)
class MetricsConfig:
    """How much an endpoint tells CloudWatch, and how often.

    Attributes:
        enhanced: Whether requests and utilisation are published for each instance, container and
            accelerator as well; every combination is a metric that is paid for. Default: False.
        detailed_observability: Whether metrics of the inference framework, of each GPU and of the
            hosts are published too. Default: SageMaker's choice, which is True for new
            configurations.
        publish_frequency: 10, 30, 60, 120, 180, 240 or 300 seconds. Without ``enhanced`` it holds
            for utilisation only. Default: 60 seconds.

    Raises:
        InvalidProps: When the frequency is none of those.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch-enhanced-metrics.html
    """

    enhanced: bool = False
    detailed_observability: bool | None = None
    publish_frequency: cdk.Duration | None = None

    def __post_init__(self) -> None:
        """Refuse a frequency that does not exist."""
        check_frequency(self.publish_frequency, "publish_frequency")

    def render(self) -> Properties:
        """Return ``MetricsConfig`` of an ``AWS::SageMaker::EndpointConfig``."""
        return {
            "EnableEnhancedMetrics": self.enhanced,
            "EnableDetailedObservability": self.detailed_observability,
            "MetricPublishFrequencyInSeconds": seconds(self.publish_frequency, "publish_frequency"),
        }


def check_frequency(frequency: cdk.Duration | None, argument: str) -> None:
    """Refuse a frequency at which SageMaker does not publish.

    Raises:
        InvalidProps: When it is known and none of them.
    """
    allowed = METRIC_PUBLISH_FREQUENCIES
    length = seconds(frequency, argument)
    if length is not None and is_known(length) and length not in allowed.value:
        raise InvalidProps(
            f"{argument} is {length} s",
            fix=f"pass one of {', '.join(map(str, allowed.value))} seconds",
            source=allowed.source,
        )
