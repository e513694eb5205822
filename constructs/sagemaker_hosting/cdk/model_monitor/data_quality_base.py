"""What an owned and an imported monitor of data quality share: metrics and alarms."""

from __future__ import annotations

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.drift import id_part, threshold
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.model_monitor import FEATURE_DIMENSION, monitor_metrics

_SOURCE: Final = monitor_metrics("DataQuality").source


class DataQualityMonitorBase(MonitorBase):
    """What an owned and an imported one share. Not to be created directly."""

    _TYPE = "DataQuality"
    _has_baseline: bool = True

    def metric_baseline_drift(
        self, feature: str, *, period: cdk.Duration | None = None
    ) -> cloudwatch.MathExpression:
        """How far the distribution of a feature is from its baseline, 0 to 1.

        Newer jobs publish it with the dimension ``Feature``, older ones without; this is whichever
        there is.

        Args:
            feature: The name of the feature, as the baseline has it.
            period: Default: the time between two jobs, at most a day.
        """
        name = f"feature_baseline_drift_{feature}"
        return cloudwatch.MathExpression(
            expression="MAX([plain, by_feature])",
            using_metrics={
                "plain": self.metric(name, period=period),
                "by_feature": self.metric(
                    name, period=period, dimensions={FEATURE_DIMENSION: feature}
                ),
            },
            label=name,
            period=period or self._period,
        )

    def drift_alarm(
        self,
        *,
        feature: str,
        above: float,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> cloudwatch.Alarm:
        """Tell when a feature is too far from its baseline.

        It keeps its state until the next job. The constraints file has to say ``"emit_metrics":
        "Enabled"``, or there is nothing to watch.

        Args:
            feature: The name of the feature, as the baseline has it.
            above: The distance, 0 to 1; the constraints file usually has its
                ``comparison_threshold`` at 0.1.
            timing: How many jobs it takes; its period is that of the schedule where it says none.
                Default: one job.
            id: The id below the monitor. Default: ``Drift-`` and the name of the feature.

        Raises:
            InvalidProps: When the monitor has no baseline, publishes no metrics, or has an alarm of
                that id.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-interpreting-cloudwatch.html
        """
        if not self._has_baseline:
            raise InvalidProps(
                f"the monitor has no baseline that {feature} could drift away from",
                fix="pass baseline=MonitoringBaseline(...) to the monitor",
                source=_SOURCE,
                path=self.node.path,
            )
        return self._alarm(
            id or f"Drift-{id_part(feature)}",
            lambda period: self.metric_baseline_drift(feature, period=period),
            threshold(above, None),
            timing,
            _SOURCE,
        )
