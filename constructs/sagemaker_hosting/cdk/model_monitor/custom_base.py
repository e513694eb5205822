"""What owned and imported monitors with an analysis of one's own share: metrics and alarms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.drift import id_part, threshold
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-cloudwatch.html"
)


class CustomMonitorBase(MonitorBase):
    """What an owned and an imported one share. Not to be created directly."""

    _TYPE = "DataQuality"

    def drift_alarm(
        self,
        metric_name: str,
        *,
        above: float | None = None,
        below: float | None = None,
        dimensions: Mapping[str, str] | None = None,
        namespace: str | None = None,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> cloudwatch.Alarm:
        """Tell when a metric of the container goes too far.

        It keeps its state until the next job.

        Args:
            metric_name: The name that the container gives it.
            above: What it must not exceed. Default: ``below`` is used.
            below: What it must not fall below. Default: ``above`` is used.
            dimensions: Dimensions beside ``Endpoint`` (of endpoints) and ``MonitoringSchedule``,
                which the container has to give each metric. Default: none.
            namespace: Its CloudWatch namespace. Default: that of data quality, for endpoints or
                batch transform jobs.
            timing: How many jobs it takes; its period is that of the schedule where it says none.
                Default: one job.
            id: The id below the monitor. Default: ``Drift-`` and the name of the metric.

        Raises:
            InvalidProps: Unless exactly one of ``above`` and ``below`` is given, or when the
                monitor publishes no metrics or has an alarm of that id.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-cloudwatch.html
        """
        return self._alarm(
            id or f"Drift-{id_part(metric_name)}",
            lambda period: self.metric(
                metric_name, period=period, dimensions=dimensions, namespace=namespace
            ),
            threshold(above, below),
            timing,
            _SOURCE,
        )
