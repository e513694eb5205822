"""What an owned and an imported monitor of bias share: metrics and alarms."""

from __future__ import annotations

from typing import Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.drift import id_part, threshold
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.facts.model_monitor import is_pre_training, monitor_metrics

BiasStage = Literal["Pre-training", "Post-Training"]

_SOURCE: Final = monitor_metrics("ModelBias").source


class BiasMonitorBase(MonitorBase):
    """What an owned and an imported one share. Not to be created directly."""

    _TYPE = "ModelBias"

    def metric_bias(
        self,
        bias_metric: str,
        *,
        label: str,
        label_value: str,
        facet: str,
        facet_value: str,
        stage: BiasStage | None = None,
        period: cdk.Duration | None = None,
    ) -> cloudwatch.Metric:
        """A bias metric of one group.

        Args:
            bias_metric: Its short name, such as ``DPPL`` or ``DI``.
            label: The label, as the analysis configuration names it.
            label_value: The value or threshold of the label (``label_values_or_threshold``).
            facet: The attribute that makes the group (``name_or_index``).
            facet_value: The value or threshold of that attribute (``value_or_threshold``).
            stage: ``Pre-training`` metrics look at data and labels, ``Post-Training`` ones at
                predictions. Default: ``Pre-training`` for CI, DPL, KL, JS, LP, TVD, KS and CDDL,
                otherwise ``Post-Training``.
            period: Default: the time between two jobs, at most a day.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-bias-drift-cw.html
        """
        return self.metric(
            f"bias_metric_{bias_metric}",
            period=period,
            dimensions={
                "BiasStage": stage
                or ("Pre-training" if is_pre_training(bias_metric) else "Post-Training"),
                "Label": label,
                "LabelValue": label_value,
                "Facet": facet,
                "FacetValue": facet_value,
            },
        )

    def drift_alarm(
        self,
        bias_metric: str,
        *,
        label: str,
        label_value: str,
        facet: str,
        facet_value: str,
        above: float | None = None,
        below: float | None = None,
        stage: BiasStage | None = None,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> cloudwatch.Alarm:
        """Tell when a group is treated too differently.

        Most metrics are 0 where there is no bias and go to both sides: make two alarms for both.
        It keeps its state until the next job.

        Args:
            bias_metric: The short name of the metric, such as ``DPPL`` or ``DI``.
            label: The label, as the analysis configuration names it.
            label_value: The value or threshold of the label (``label_values_or_threshold``).
            facet: The attribute that makes the group (``name_or_index``).
            facet_value: The value or threshold of that attribute (``value_or_threshold``).
            above: What the metric must not exceed. Default: ``below`` is used.
            below: What it must not fall below. Default: ``above`` is used.
            stage: As of `metric_bias`. Default: that of the metric.
            timing: How many jobs it takes; its period is that of the schedule where it says none.
                Default: one job.
            id: The id below the monitor. Default: ``Drift-`` and the names of metric, facet and
                group.

        Raises:
            InvalidProps: Unless exactly one of ``above`` and ``below`` is given, or when the
                monitor publishes no metrics or has an alarm of that id.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-model-monitor-bias-drift-cw.html
        """
        parts = (bias_metric, facet, facet_value)
        return self._alarm(
            id or f"Drift-{'-'.join(id_part(part) for part in parts)}",
            lambda period: self.metric_bias(
                bias_metric,
                label=label,
                label_value=label_value,
                facet=facet,
                facet_value=facet_value,
                stage=stage,
                period=period,
            ),
            threshold(above, below),
            timing,
            _SOURCE,
        )
