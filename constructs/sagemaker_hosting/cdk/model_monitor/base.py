"""What owned and imported monitors of every kind share: metrics and alarms."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.drift import Threshold, create_alarm
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.model_monitor import (
    MonitoringType,
    monitor_metrics,
)

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class MonitorBase(cdk.Resource):
    """What owned and imported monitors of every kind share. Not to be created directly."""

    _TYPE: ClassVar[MonitoringType]
    _name: str
    _endpoint_name: str | None
    _seconds_between_jobs: int | None
    _publishes: bool
    _alarm_topics: Sequence[sns.ITopic]

    @property
    def monitoring_schedule_name(self) -> str:
        """The name of the schedule, known at synthesis."""
        return self._name

    @property
    def monitoring_schedule_arn(self) -> str:
        """The ARN of the schedule."""
        raise NotImplementedError

    def metric(
        self,
        metric_name: str,
        *,
        statistic: str = "Average",
        period: cdk.Duration | None = None,
        dimensions: Mapping[str, str] | None = None,
        namespace: str | None = None,
    ) -> cloudwatch.Metric:
        """Return a metric that the jobs publish, one data point for each job.

        Args:
            metric_name: Its CloudWatch name.
            statistic: Such as ``Average``, ``Minimum`` or ``Maximum``; with one data point in a
                period they are the same. Default: ``Average``.
            period: Default: the time between two jobs, at most a day.
            dimensions: Dimensions beside ``Endpoint`` (of endpoints) and ``MonitoringSchedule``.
                Default: none.
            namespace: Its CloudWatch namespace. Default: the one of this type of monitoring, and of
                endpoints or batch transform jobs.
        """
        return cloudwatch.Metric(
            namespace=namespace or self._namespace,
            metric_name=metric_name,
            dimensions_map={
                **({"Endpoint": self._endpoint_name} if self._endpoint_name is not None else {}),
                "MonitoringSchedule": self._name,
                **(dimensions or {}),
            },
            statistic=statistic,
            period=period or self._period,
        )

    @property
    def _namespace(self) -> str:
        published = monitor_metrics(self._TYPE)
        if self._endpoint_name is not None:
            return published.endpoint_namespace
        return published.batch_namespace

    @property
    def _period(self) -> cdk.Duration:
        return cdk.Duration.seconds(min(self._seconds_between_jobs or 3600, 86400))

    def _alarm(
        self,
        id: str,
        metric: Callable[[cdk.Duration], cloudwatch.IMetric],
        threshold: Threshold,
        timing: AlarmTiming | None,
        source: str,
    ) -> cloudwatch.Alarm:
        """Create an alarm on what the jobs publish."""
        if not self._publishes:
            raise InvalidProps(
                "the monitor publishes no metrics, so that an alarm on them would never go off",
                fix="pass publish_metrics=True to the monitor, or leave it out",
                source=source,
                path=self.node.path,
            )
        if timing is None:
            timing = AlarmTiming(evaluation_periods=1, datapoints_to_alarm=1)
        return create_alarm(
            self,
            id,
            metric=metric(timing.period or self._period),
            threshold=threshold,
            timing=timing,
            topics=self._alarm_topics,
        )
