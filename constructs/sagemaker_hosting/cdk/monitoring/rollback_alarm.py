"""Rollback alarms: what has to go wrong for an update to be taken back."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk._l1 import Properties, microseconds
from sagemaker_hosting.cdk.monitoring.metrics import error_rate_expression, error_rate_metrics
from sagemaker_hosting.cdk.monitoring.statistic import check_statistic, statistic_property
from sagemaker_hosting.cdk.monitoring.watched import (
    AlarmScope,
    AlarmTiming,
    Watched,
)
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import EndpointMetric, endpoint_metric
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::CloudWatch::Alarm"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"
)


class RollbackAlarm(ABC):
    """A condition under which an update is rolled back.

    Alarms are evaluated while the rollout bakes, and any one of them takes the whole update back.
    An endpoint has 1 to 10. Missing data is not breaching: without traffic nothing rolls back.

    Where ``variant_name`` is not given, there is one alarm for each production variant with a
    weight. ``id`` tells the alarms of one endpoint apart; it is needed for a second one of the same
    kind.

    Source: developer guide pages 326 to 330;
    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html
    """

    @staticmethod
    def error_rate(
        *,
        above: float,
        include_client_errors: bool = False,
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "ErrorRate",
    ) -> RollbackAlarm:
        """Roll back when too large a share of the requests fails.

        Args:
            above: The share, from 0 to below 1: 0.01 is one request in a hundred.
            include_client_errors: Whether 4xx answers count too. Default: only 5xx.
            scope: Which fleet is watched. Default: the new one.
            variant_name: The variant. Default: every production variant with a weight.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id below the endpoint. Default: ``ErrorRate``.

        Raises:
            InvalidProps: When ``above`` is no share.
        """
        if is_known(above) and not 0 <= above < 1:
            raise InvalidProps(
                f"an error rate above {above:g} cannot happen: it is a share of the requests",
                fix="pass a share from 0 to below 1: above=0.01 is 1 %",
                source=f"developer guide page 327; {_SOURCE}",
            )
        return _ErrorRateAlarm(
            id=id,
            above=above,
            include_client_errors=include_client_errors,
            scope=scope,
            variant_name=variant_name,
            timing=timing or AlarmTiming(),
        )

    @staticmethod
    def latency(
        *,
        above: cdk.Duration,
        statistic: str = "p99",
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> RollbackAlarm:
        """Roll back when the model answers too slowly (``ModelLatency``).

        Args:
            above: The latency; converted to microseconds, CloudWatch's unit.
            statistic: ``p50``, ``p90``, ``p99``, ``p99.9``, ``Average``, ``Maximum`` ...
                Default: ``p99``.
            scope: Which fleet is watched. Default: the new one.
            variant_name: The variant. Default: every production variant with a weight.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id below the endpoint. Default: such as ``P99Latency``.

        Raises:
            InvalidProps: When the latency is known only at deployment, or the statistic is none.
        """
        check_statistic(statistic)
        return _MetricAlarm(
            id=id or f"{_word(statistic)}Latency",
            metric_name="ModelLatency",
            statistic=statistic,
            above=microseconds(above, "above"),
            scope=scope,
            variant_name=variant_name,
            timing=timing or AlarmTiming(),
        )

    @staticmethod
    def p50_latency(
        *,
        above: cdk.Duration,
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
    ) -> RollbackAlarm:
        """Roll back when half of the answers take longer than ``above``; see `latency`."""
        return RollbackAlarm.latency(
            above=above, statistic="p50", scope=scope, variant_name=variant_name, timing=timing
        )

    @staticmethod
    def p90_latency(
        *,
        above: cdk.Duration,
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
    ) -> RollbackAlarm:
        """Roll back when one answer in ten takes longer than ``above``; see `latency`."""
        return RollbackAlarm.latency(
            above=above, statistic="p90", scope=scope, variant_name=variant_name, timing=timing
        )

    @staticmethod
    def p99_latency(
        *,
        above: cdk.Duration,
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
    ) -> RollbackAlarm:
        """Roll back when one answer in a hundred takes longer than ``above``; see `latency`."""
        return RollbackAlarm.latency(
            above=above, statistic="p99", scope=scope, variant_name=variant_name, timing=timing
        )

    @staticmethod
    def overhead_latency(
        *,
        above: cdk.Duration,
        statistic: str = "p99",
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "OverheadLatency",
    ) -> RollbackAlarm:
        """Roll back when what SageMaker adds takes too long (``OverheadLatency``).

        Arguments as of `latency`. Not published by asynchronous endpoints (guide page 278).
        """
        return _MetricAlarm(
            id=id,
            metric_name="OverheadLatency",
            statistic=statistic,
            above=microseconds(above, "above"),
            scope=scope,
            variant_name=variant_name,
            timing=timing or AlarmTiming(),
        )

    @staticmethod
    def cpu_utilization(
        *,
        above_percent: float,
        scope: AlarmScope = AlarmScope.BOTH_FLEETS,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "CpuUtilization",
    ) -> RollbackAlarm:
        """Roll back when the instances are too busy (``CPUUtilization``, average).

        Args:
            above_percent: 100 is one busy vCPU: an instance with 4 vCPUs goes up to 400 (guide page
                137).
            scope: Which fleet is watched. Default: both, since the guide documents the dimension of
                the new fleet for invocation metrics only.
            variant_name: The variant. Default: every production variant with a weight.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id below the endpoint. Default: ``CpuUtilization``.

        Raises:
            InvalidProps: When ``above_percent`` is negative.
        """
        return _utilization("CPUUtilization", id, above_percent, scope, variant_name, timing)

    @staticmethod
    def memory_utilization(
        *,
        above_percent: float,
        scope: AlarmScope = AlarmScope.BOTH_FLEETS,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "MemoryUtilization",
    ) -> RollbackAlarm:
        """Roll back when memory runs short (``MemoryUtilization``, average, 0 to 100 %).

        Other arguments as of `cpu_utilization`.

        Raises:
            InvalidProps: When ``above_percent`` is not from 0 to below 100.
        """
        return _utilization("MemoryUtilization", id, above_percent, scope, variant_name, timing)

    @staticmethod
    def disk_utilization(
        *,
        above_percent: float,
        scope: AlarmScope = AlarmScope.BOTH_FLEETS,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "DiskUtilization",
    ) -> RollbackAlarm:
        """Roll back when storage runs short (``DiskUtilization``, average, 0 to 100 %).

        Other arguments as of `cpu_utilization`.

        Raises:
            InvalidProps: When ``above_percent`` is not from 0 to below 100.
        """
        return _utilization("DiskUtilization", id, above_percent, scope, variant_name, timing)

    @staticmethod
    def gpu_utilization(
        *,
        above_percent: float,
        scope: AlarmScope = AlarmScope.BOTH_FLEETS,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "GpuUtilization",
    ) -> RollbackAlarm:
        """Roll back when the GPUs are too busy (``GPUUtilization``, average).

        100 is one busy GPU: an instance with 4 GPUs goes up to 400. Other arguments as of
        `cpu_utilization`.

        Raises:
            InvalidProps: When ``above_percent`` is negative.
        """
        return _utilization("GPUUtilization", id, above_percent, scope, variant_name, timing)

    @staticmethod
    def gpu_memory_utilization(
        *,
        above_percent: float,
        scope: AlarmScope = AlarmScope.BOTH_FLEETS,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str = "GpuMemoryUtilization",
    ) -> RollbackAlarm:
        """Roll back when GPU memory runs short (``GPUMemoryUtilization``, average).

        100 is the memory of one GPU: an instance with 4 GPUs goes up to 400. Other arguments as of
        `cpu_utilization`.

        Raises:
            InvalidProps: When ``above_percent`` is negative.
        """
        return _utilization("GPUMemoryUtilization", id, above_percent, scope, variant_name, timing)

    @staticmethod
    def metric(
        metric_name: str,
        *,
        above: float,
        statistic: str = "Average",
        scope: AlarmScope = AlarmScope.NEW_FLEET,
        variant_name: str | None = None,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> RollbackAlarm:
        """Roll back on any other metric of the endpoint.

        Args:
            metric_name: Its CloudWatch name, such as ``InvocationModelErrors``.
            above: The threshold, in the metric's own unit: latencies in **microseconds**.
            statistic: Such as ``Average``, ``Sum`` or ``p99``. Default: ``Average``.
            scope: Which fleet is watched. Default: the new one.
            variant_name: The variant. Default: every production variant with a weight.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id below the endpoint. Default: the name of the metric.

        Raises:
            InvalidProps: When it is none of an endpoint, or the statistic is none.
        """
        if endpoint_metric(metric_name) is None:
            raise InvalidProps(
                f"{metric_name!r} is no metric of an endpoint",
                fix="pass one such as 'InvocationModelErrors', or an alarm through "
                "RollbackAlarm.of(alarm)",
                source="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
            )
        return _MetricAlarm(
            id=id or metric_name,
            metric_name=metric_name,
            statistic=statistic,
            above=above,
            scope=scope,
            variant_name=variant_name,
            timing=timing or AlarmTiming(),
        )

    @staticmethod
    def of(alarm: cloudwatch.IAlarm) -> RollbackAlarm:
        """Roll back when an alarm of your own goes off.

        Refer to the endpoint by the literal ``endpoint_name`` in it: an alarm that depends on the
        endpoint which it guards is a circle.

        Raises:
            InvalidProps: When it is a composite alarm.
        """
        if isinstance(alarm, cloudwatch.CompositeAlarm):
            raise InvalidProps(
                "a composite alarm cannot roll an update back: DescribeAlarms returns metric "
                "alarms only, unless it is asked for the others",
                fix="pass the alarms that it is made of, or one alarm on metric math",
                source="https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/"
                "API_DescribeAlarms.html",
            )
        return ExistingAlarm(id="", variant_name=None, alarm=alarm)

    id: str
    variant_name: str | None

    @abstractmethod
    def render(self, watched: Watched) -> Properties:
        """Return ``AWS::CloudWatch::Alarm`` properties; nothing for an alarm that exists."""


@dataclass(frozen=True, kw_only=True)
class ExistingAlarm(RollbackAlarm):
    """An alarm of the user's."""

    id: str
    variant_name: str | None
    alarm: cloudwatch.IAlarm

    def render(self, watched: Watched) -> Properties:
        """Return nothing: it exists already."""
        return {}


@dataclass(frozen=True, kw_only=True)
class _MetricAlarm(RollbackAlarm):
    id: str
    metric_name: str
    statistic: str
    above: float
    scope: AlarmScope
    variant_name: str | None
    timing: AlarmTiming
    _period: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_period", self.timing.period_seconds)
        check_statistic(self.statistic)
        _check_period(self.metric_name, self._period)
        metric = endpoint_metric(self.metric_name)
        assert metric is not None
        names = max(metric.dimension_sets, key=len)
        trial = self._properties(metric, [{"Name": name, "Value": "any"} for name in names], "any")
        enforce(_TYPE, trial)

    def render(self, watched: Watched) -> Properties:
        metric = watched.find(self.metric_name, self.scope)
        dimensions = watched.dimensions(metric, self.scope)
        return self._properties(metric, dimensions, watched.label)

    def _properties(
        self, metric: EndpointMetric, dimensions: list[Properties], label: str
    ) -> Properties:
        return {
            **_alarm_properties(self.timing, self.above),
            "AlarmDescription": f"{self.metric_name} {self.statistic} of {label} is above "
            f"{_shown(self.above)} {metric.unit}",
            "Namespace": metric.namespace,
            "MetricName": self.metric_name,
            "Dimensions": dimensions,
            statistic_property(self.statistic): self.statistic,
            "Period": self._period,
        }


@dataclass(frozen=True, kw_only=True)
class _ErrorRateAlarm(RollbackAlarm):
    id: str
    above: float
    include_client_errors: bool
    scope: AlarmScope
    variant_name: str | None
    timing: AlarmTiming
    _period: Any = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_period", self.timing.period_seconds)
        _check_period("Invocations", self._period)

    def render(self, watched: Watched) -> Properties:
        if watched.kind == "asynchronous":
            # Invocations are not published there; each answer counts 0 or 1, so the mean is a rate.
            using, stat = dict(error_rate_metrics(self.include_client_errors)), "Average"
            del using["invocations"]
            expression = " + ".join(f"FILL({name}, 0)" for name in using)
        else:
            using, stat = error_rate_metrics(self.include_client_errors), "Sum"
            expression = error_rate_expression(self.include_client_errors)
        queries: list[Properties] = [
            {
                "Id": "error_rate",
                "Expression": expression,
                "Label": "Error rate",
                "ReturnData": True,
            }
        ]
        for name, metric_name in using.items():
            metric = watched.find(metric_name, self.scope)
            queries.append(
                {
                    "Id": name,
                    "MetricStat": {
                        "Metric": {
                            "Namespace": metric.namespace,
                            "MetricName": metric_name,
                            "Dimensions": watched.dimensions(metric, self.scope),
                        },
                        "Period": self._period,
                        "Stat": stat,
                    },
                    "ReturnData": False,
                }
            )
        return {
            **_alarm_properties(self.timing, self.above),
            "AlarmDescription": f"share of failed requests to {watched.label} is above the "
            "threshold",
            "Metrics": queries,
        }


def _check_period(metric_name: str, period: Any) -> None:
    metric = endpoint_metric(metric_name)
    if metric is not None and is_known(period) and period < metric.period:
        raise InvalidProps(
            f"an alarm period of {period} s on {metric_name}, which is published every "
            f"{metric.period} s: most periods have no data, and the alarm never goes off",
            fix=f"pass a period of {metric.period} seconds or more",
            source=metric.source,
        )


def _alarm_properties(timing: AlarmTiming, above: float) -> Properties:
    return {
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": above,
        "EvaluationPeriods": timing.evaluation_periods,
        "DatapointsToAlarm": timing.datapoints_to_alarm,
        "TreatMissingData": "notBreaching",
    }


def _utilization(
    metric_name: str,
    id: str,
    above: float,
    scope: AlarmScope,
    variant_name: str | None,
    timing: AlarmTiming | None,
) -> RollbackAlarm:
    metric = endpoint_metric(metric_name)
    assert metric is not None
    bounded = metric.ceiling == "hundred"
    if is_known(above) and (above < 0 or (bounded and above >= 100)):
        raise InvalidProps(
            f"{metric_name} above {above:g} % cannot happen"
            if above > 0
            else f"{metric_name} is always above {above:g} %",
            fix="pass above_percent from 0 to below 100"
            if bounded
            else "pass above_percent of 0 or more; 100 is one busy processor",
            source=metric.source,
        )
    return _MetricAlarm(
        id=id,
        metric_name=metric_name,
        statistic="Average",
        above=above,
        scope=scope,
        variant_name=variant_name,
        timing=timing or AlarmTiming(),
    )


def _shown(number: float) -> str:
    return f"{number:g}" if is_known(number) else "the threshold, in"


def _word(statistic: str) -> str:
    """Return a statistic as a part of a construct id: p99.9 becomes P99_9."""
    return re.sub(r"[^A-Za-z0-9]+", "_", statistic[:1].upper() + statistic[1:])
