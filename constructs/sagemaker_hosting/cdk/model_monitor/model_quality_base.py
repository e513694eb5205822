"""What an owned and an imported monitor of model quality share: metrics and alarms."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.drift import id_part, threshold
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.model_monitor import (
    ProblemType,
    all_quality_metrics,
    monitor_metrics,
    quality_metrics,
)

_SOURCE: Final = monitor_metrics("ModelQuality").source


class ModelQualityMonitorBase(MonitorBase):
    """What an owned and an imported one share. Not to be created directly."""

    _TYPE = "ModelQuality"
    _problem_type: ProblemType | None = None

    def drift_alarm(
        self,
        metric_name: str,
        *,
        above: float | None = None,
        below: float | None = None,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> cloudwatch.Alarm:
        """Tell when a metric of the model gets worse than it may.

        It keeps its state until the next job.

        Args:
            metric_name: Such as ``f1``, ``auc`` or ``recall`` of binary classification,
                ``weighted_f1`` of several classes, ``rmse`` or ``r2`` of regression.
            above: What it must not exceed, such as an error. Default: ``below`` is used.
            below: What it must not fall below, such as an accuracy. Default: ``above`` is used.
            timing: How many jobs it takes; its period is that of the schedule where it says none.
                Default: one job.
            id: The id below the monitor. Default: ``Drift-`` and the name of the metric.

        Raises:
            InvalidProps: When jobs for this kind of problem do not compute the metric, unless
                exactly one of ``above`` and ``below`` is given, or when the monitor publishes no
                metrics or has an alarm of that id.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-metrics.html
        """
        limit = threshold(above, below)
        self._check_metric(metric_name)
        return self._alarm(
            id or f"Drift-{id_part(metric_name)}",
            lambda period: self.metric(metric_name, period=period),
            limit,
            timing,
            _SOURCE,
        )

    def _check_metric(self, metric_name: str) -> None:
        """Refuse a metric that jobs compute for other kinds of problem alone."""
        kind = self._problem_type
        if kind is None or not is_known([metric_name, kind]):
            return
        mine = quality_metrics(kind)
        if metric_name in all_quality_metrics() - mine:
            plain = [name for name in sorted(mine) if not name.endswith("_classifier")]
            raise InvalidProps(
                f"{metric_name} is not computed for {kind}",
                fix=f"watch one of {', '.join(plain)}",
                source=_SOURCE,
                path=self.node.path,
            )
