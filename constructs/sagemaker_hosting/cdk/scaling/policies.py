"""What makes a capacity change: target tracking, steps, schedules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.monitoring.statistic import PLAIN, check_statistic, statistic_property
from sagemaker_hosting.cdk.scaling.metric_specification import customized_metric
from sagemaker_hosting.cdk.scaling.resource import ScaledResource
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"
SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"

AdjustmentType = Literal["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"]


@dataclass(frozen=True, kw_only=True)
class ScalingStep:
    """One step of a step scaling policy.

    Attributes:
        change: Instances to add (or remove, when negative); percent or the exact count, as the
            policy's adjustment type says.
        lower: Where the step begins, as a distance from the alarm's threshold. Default: it is open
            below.
        upper: Where it ends, likewise. Default: it is open above.

    Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_StepAdjustment.html
    """

    change: int
    lower: float | None = None
    upper: float | None = None

    def render(self) -> Properties:
        """Return a CloudFormation ``StepAdjustment``."""
        return {
            "MetricIntervalLowerBound": self.lower,
            "MetricIntervalUpperBound": self.upper,
            "ScalingAdjustment": self.change,
        }


@dataclass(frozen=True, kw_only=True)
class TargetTracking:
    """A target tracking policy. Made by ``Scaling.track_...``."""

    id: str
    target: float
    predefined: str | None = None
    metric: str | cloudwatch.IMetric | None = None
    statistic: str | None = None
    scale_in_cooldown: cdk.Duration | None = None
    scale_out_cooldown: cdk.Duration | None = None
    disable_scale_in: bool = False

    def __post_init__(self) -> None:
        """Have the rules look at what is known before the endpoint is."""
        tracked = {"PredefinedMetricSpecification": {"PredefinedMetricType": self.predefined}}
        enforce(
            _POLICY,
            {
                "TargetTrackingScalingPolicyConfiguration": {
                    **(tracked if self.predefined else {}),
                    **self._limits(),
                }
            },
            partial=True,
        )

    def render(self, resource: ScaledResource) -> Properties:
        """Return ``TargetTrackingScalingPolicyConfiguration`` for ``resource``."""
        if self.predefined is not None:
            tracked = {"PredefinedMetricSpecification": {"PredefinedMetricType": self.predefined}}
        else:
            assert self.metric is not None
            specification = customized_metric(self.metric, self.statistic, resource)
            _check_tracked_statistic(self.id, specification.get("Statistic"))
            tracked = {"CustomizedMetricSpecification": specification}
        return {**tracked, **self._limits()}

    def _limits(self) -> Properties:
        return {
            "TargetValue": self.target,
            "ScaleInCooldown": seconds(self.scale_in_cooldown, "scale_in_cooldown"),
            "ScaleOutCooldown": seconds(self.scale_out_cooldown, "scale_out_cooldown"),
            "DisableScaleIn": True if self.disable_scale_in else None,
        }


@dataclass(frozen=True, kw_only=True)
class StepScaling:
    """A step scaling policy with the alarm that triggers it. Made by ``Scaling.step_on``."""

    id: str
    metric: str | cloudwatch.IMetric
    statistic: str | None
    threshold: float
    comparison: Literal["GreaterThanOrEqualToThreshold", "LessThanOrEqualToThreshold"]
    steps: Sequence[ScalingStep]
    adjustment_type: AdjustmentType
    cooldown: cdk.Duration | None
    period: cdk.Duration | None
    evaluation_periods: int
    aggregation: Literal["Average", "Maximum"] | None = None

    def __post_init__(self) -> None:
        """Have the rules look at the steps where they are written."""
        if not self.steps:
            raise InvalidProps(
                f"step scaling policy {self.id} has no steps",
                fix="pass steps=[ScalingStep(lower=0, change=1)]",
                source=SOURCE,
            )
        if is_known(self.evaluation_periods) and self.evaluation_periods < 1:
            raise InvalidProps(
                f"step scaling policy {self.id} looks at {self.evaluation_periods} periods",
                fix="pass evaluation_periods=1 or more",
                source=SOURCE,
            )
        self._check_direction()
        enforce(_POLICY, {"StepScalingPolicyConfiguration": self.render()}, partial=True)

    def _check_direction(self) -> None:
        """Refuse steps on the side of the threshold where the alarm is silent."""
        up = self.comparison == "GreaterThanOrEqualToThreshold"
        for step in self.steps:
            bound = step.upper if up else step.lower
            if bound is not None and is_known(bound) and (bound <= 0 if up else bound >= 0):
                side, name = ("above", "upper") if up else ("below", "lower")
                raise InvalidProps(
                    f"step scaling policy {self.id} has a step with {name}={bound:g}, which is "
                    f"never reached {side} the threshold",
                    fix="give lower and upper as distances from the threshold: "
                    + ("0 and more" if up else "0 and less"),
                    source=SOURCE,
                )
            relative = self.adjustment_type != "ExactCapacity"
            if relative and is_known(step.change) and (step.change < 0) == up and step.change:
                raise InvalidProps(
                    f"step scaling policy {self.id} changes the capacity by {step.change} when the "
                    f"metric is {'above' if up else 'below'} the threshold",
                    fix="pass above= to add instances, below= to remove them",
                    source=SOURCE,
                )

    def render(self) -> Properties:
        """Return ``StepScalingPolicyConfiguration``."""
        return {
            "AdjustmentType": self.adjustment_type,
            "Cooldown": seconds(self.cooldown, "cooldown"),
            "MetricAggregationType": self.aggregation
            or ("Maximum" if self.statistic == "Maximum" else "Average"),
            "StepAdjustments": [step.render() for step in self.steps],
        }

    def _period(self) -> Any:
        own = None if isinstance(self.metric, str) else getattr(self.metric, "period", None)
        return seconds(self.period or own, "period", 60)

    def render_alarm(self, resource: ScaledResource, policy_arn: str) -> Properties:
        """Return the ``AWS::CloudWatch::Alarm`` that triggers the policy of ``resource``."""
        metric = customized_metric(self.metric, self.statistic, resource)
        statistic = str(metric["Statistic"])
        check_statistic(statistic)
        return {
            "AlarmDescription": f"scales {resource.label}: {self.id}",
            "Namespace": metric["Namespace"],
            "MetricName": metric["MetricName"],
            "Dimensions": metric["Dimensions"],
            statistic_property(statistic): statistic,
            "Unit": metric.get("Unit"),
            "Period": self._period(),
            "EvaluationPeriods": self.evaluation_periods,
            "ComparisonOperator": self.comparison,
            "Threshold": self.threshold,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [policy_arn],
        }


@dataclass(frozen=True, kw_only=True)
class ScheduledAction:
    """New limits at a time. Made by ``Scaling.on_schedule``."""

    name: str
    schedule: autoscaling.Schedule | str
    min_capacity: int | None
    max_capacity: int | None
    time_zone: str | None
    start: datetime | None
    end: datetime | None

    def render(self) -> Properties:
        """Return an element of ``ScheduledActions``."""
        schedule = self.schedule
        return {
            "ScheduledActionName": self.name,
            "Schedule": schedule if isinstance(schedule, str) else schedule.expression_string,
            "ScalableTargetAction": {
                "MinCapacity": self.min_capacity,
                "MaxCapacity": self.max_capacity,
            },
            "Timezone": self.time_zone,
            "StartTime": self.start,
            "EndTime": self.end,
        }


def _check_tracked_statistic(id: str, statistic: str | None) -> None:
    if statistic is not None and is_known(statistic) and statistic not in PLAIN:
        raise InvalidProps(
            f"scaling policy {id} tracks the statistic {statistic!r}; target tracking takes the "
            "plain ones only",
            fix=f"pass statistic= one of {', '.join(sorted(PLAIN))}",
            source="https://docs.aws.amazon.com/autoscaling/application/APIReference/"
            "API_CustomizedMetricSpecification.html",
        )
