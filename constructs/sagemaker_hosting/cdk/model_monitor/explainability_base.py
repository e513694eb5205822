"""What an owned and an imported monitor of feature attributions share: metrics and alarms."""

from __future__ import annotations

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.drift import id_part, threshold
from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.facts.model_monitor import monitor_metrics

_SOURCE: Final = monitor_metrics("ModelExplainability").source


class ExplainabilityMonitorBase(MonitorBase):
    """What an owned and an imported one share. Not to be created directly."""

    _TYPE = "ModelExplainability"

    def metric_attribution(
        self, feature: str, *, label: str = "label0", period: cdk.Duration | None = None
    ) -> cloudwatch.Metric:
        """The global SHAP value of a feature: how much it decides, in the unit of the prediction.

        Args:
            feature: The feature, as the analysis configuration names it (``headers``).
            label: The class (``label_headers``). Default: ``label0``, which stands for the only or
                the first one.
            period: Default: the time between two jobs, at most a day.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-feature-attribute-drift-cw.html
        """
        return self.metric(
            f"feature_{feature}",
            period=period,
            dimensions={
                "ExplainabilityMethod": "KernelShap",
                "Label": label,
                "ValueType": "GlobalShapValues",
            },
        )

    def drift_alarm(
        self,
        *,
        feature: str,
        above: float | None = None,
        below: float | None = None,
        label: str = "label0",
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> cloudwatch.Alarm:
        """Tell when a feature decides more, or less, than it should.

        It keeps its state until the next job.

        Args:
            feature: The feature, as the analysis configuration names it (``headers``).
            above: The global SHAP value that it must not exceed. Default: ``below`` is used.
            below: The value that it must not fall below. Default: ``above`` is used.
            label: The class (``label_headers``). Default: ``label0``, which stands for the only or
                the first one.
            timing: How many jobs it takes; its period is that of the schedule where it says none.
                Default: one job.
            id: The id below the monitor. Default: ``Drift-`` and the name of the feature.

        Raises:
            InvalidProps: Unless exactly one of ``above`` and ``below`` is given, or when the
                monitor publishes no metrics or has an alarm of that id.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-feature-attribute-drift-cw.html
        """
        return self._alarm(
            id or f"Drift-{id_part(feature)}",
            lambda period: self.metric_attribution(feature, label=label, period=period),
            threshold(above, below),
            timing,
            _SOURCE,
        )
