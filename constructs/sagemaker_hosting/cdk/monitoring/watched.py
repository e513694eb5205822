"""What an alarm watches, and how quickly it goes off."""

from __future__ import annotations

import enum
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import ALARM_PERIODS_BELOW_A_MINUTE
from sagemaker_hosting.facts.metrics import EndpointKind, EndpointMetric, metric_by_dimensions

OWNERS: Final[Mapping[EndpointKind, str]] = {
    "real-time": "a real-time endpoint",
    "serverless": "a serverless endpoint",
    "asynchronous": "an asynchronous endpoint",
    "component": "an inference component",
}
"""The kinds in words, for messages."""


class AlarmScope(enum.Enum):
    """Which fleet an alarm watches during an update.

    - ``NEW_FLEET``: dimensions ``EndpointName``, ``VariantName`` and ``EndpointConfigName`` of the
      new configuration. A fleet that is unhealthy already does not stop its own fix.
    - ``BOTH_FLEETS``: dimensions ``EndpointName`` and ``VariantName``: old and new together.

    Source: developer guide pages 327 to 330.
    """

    NEW_FLEET = "new fleet"
    BOTH_FLEETS = "both fleets"


@dataclass(frozen=True, kw_only=True)
class AlarmTiming:
    """How quickly an alarm goes off: after ``period`` x ``datapoints_to_alarm`` of bad data.

    That has to fit into the bake of the rollout, or the alarm cannot stop it.

    Attributes:
        period: What CloudWatch aggregates into one data point: 10, 20 or 30 seconds, or whole
            minutes. Default: 1 minute, as SageMaker publishes.
        evaluation_periods: How many data points are looked at, 1 or more. Default: 3.
        datapoints_to_alarm: How many of them have to be bad. Default: 2.

    Raises:
        InvalidProps: When CloudWatch has no such period, or more data points are to be bad than are
            looked at.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    """

    period: cdk.Duration | None = None
    evaluation_periods: int = 3
    datapoints_to_alarm: int = 2

    def __post_init__(self) -> None:
        """Refuse a period that CloudWatch does not have, and more bad data points than it sees."""
        length = self.period_seconds
        short = ALARM_PERIODS_BELOW_A_MINUTE
        if is_known(length) and length not in short.value and (length < 60 or length % 60):
            raise InvalidProps(
                f"an alarm period of {length} s does not exist",
                fix="pass 10, 20 or 30 seconds, or whole minutes",
                source=short.source,
            )
        wanted, seen = self.datapoints_to_alarm, self.evaluation_periods
        if is_known([wanted, seen]) and not 1 <= wanted <= seen:
            raise InvalidProps(
                f"datapoints_to_alarm is {wanted} of {seen} evaluation periods",
                fix="pass 1 <= datapoints_to_alarm <= evaluation_periods",
                source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
                "API_PutMetricAlarm.html",
            )

    @property
    def period_seconds(self) -> Any:
        """The period in seconds; may be a token."""
        return 60 if self.period is None else seconds(self.period, "period")


@dataclass(frozen=True, kw_only=True)
class Watched(ABC):
    """What the alarms of something watch.

    Attributes:
        kind: The kind of endpoint, which decides what is published.
    """

    kind: EndpointKind = "real-time"

    @property
    @abstractmethod
    def label(self) -> str:
        """What it is called in descriptions."""

    @abstractmethod
    def names(self, scope: AlarmScope) -> Mapping[str, str]:
        """Return the values of the dimensions for ``scope``, by name."""

    def find(self, metric_name: str, scope: AlarmScope) -> EndpointMetric:
        """Return the metric ``metric_name`` as it is published of this.

        Raises:
            InvalidProps: When it is not.
        """
        metric = metric_by_dimensions(metric_name, self.names(scope))
        if metric is None or self.kind not in metric.kinds:
            raise InvalidProps(
                f"{metric_name} is not published by {OWNERS[self.kind]}: the alarm would never go "
                "off",
                fix="watch a metric that is, or pass an alarm of your own",
                source=_SOURCES[self.kind],
            )
        return metric

    def dimensions(self, metric: EndpointMetric, scope: AlarmScope) -> list[Properties]:
        """Return CloudFormation ``Dimensions`` of ``metric`` for ``scope``."""
        names = self.names(scope)
        published = metric.dimensions_among(names) or tuple(names)
        return [{"Name": name, "Value": names[name]} for name in names if name in published]


@dataclass(frozen=True, kw_only=True)
class WatchedVariant(Watched):
    """A production variant, or the fleet that an update moves it to.

    Attributes:
        kind: The kind of endpoint, which decides what is published.
        endpoint_name: The endpoint.
        variant_name: The production variant.
        endpoint_config_name: The configuration that the update moves to.
        provisioned: Whether a serverless variant has provisioned concurrency, or may have.
    """

    endpoint_name: str
    variant_name: str
    endpoint_config_name: str = ""
    provisioned: bool = True

    def find(self, metric_name: str, scope: AlarmScope) -> EndpointMetric:
        """Return the metric ``metric_name`` as it is published of this.

        Raises:
            InvalidProps: When it is not.
        """
        if not self.provisioned and metric_name.startswith(_PROVISIONED):
            raise InvalidProps(
                f"{metric_name} is not published: the variant has no provisioned concurrency",
                fix="pass provisioned_concurrency=..., or watch "
                "ServerlessConcurrentExecutionsUtilization",
                source=_SOURCES["serverless"],
            )
        return super().find(metric_name, scope)

    @property
    def label(self) -> str:
        """The names of the endpoint and the variant."""
        return f"{self.endpoint_name}/{self.variant_name}"

    def names(self, scope: AlarmScope) -> Mapping[str, str]:
        """Return the values of the dimensions for ``scope``, by name."""
        names = {"EndpointName": self.endpoint_name, "VariantName": self.variant_name}
        if scope is AlarmScope.NEW_FLEET:
            names["EndpointConfigName"] = self.endpoint_config_name
        return names


@dataclass(frozen=True, kw_only=True)
class WatchedComponent(Watched):
    """An inference component: its old and new copies are one series.

    Attributes:
        kind: The kind of endpoint, which decides what is published.
        component_name: The inference component.
    """

    kind: EndpointKind = "component"
    component_name: str

    @property
    def label(self) -> str:
        """The name of the component."""
        return self.component_name

    def names(self, scope: AlarmScope) -> Mapping[str, str]:
        """Return the values of the dimensions, by name; there are no fleets to tell apart."""
        return {"InferenceComponentName": self.component_name}


_PROVISIONED: Final = "ServerlessProvisionedConcurrency"
_SOURCES: Final[Mapping[EndpointKind, str]] = {
    "real-time": "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
    "serverless": "developer guide pages 246 and 247; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html",
    "asynchronous": "developer guide pages 277 to 280; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html",
    "component": "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
}
