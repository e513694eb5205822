"""How a variant's instances follow its load: limits, policies, schedules."""

from __future__ import annotations

import dataclasses
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
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION, endpoint_metric
from sagemaker_hosting.rules import enforce

_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"

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

    def render(self, endpoint_name: str, variant_name: str) -> Properties:
        """Return ``TargetTrackingScalingPolicyConfiguration``."""
        if self.predefined is not None:
            tracked = {"PredefinedMetricSpecification": {"PredefinedMetricType": self.predefined}}
        else:
            assert self.metric is not None
            specification = customized_metric(
                self.metric, self.statistic, endpoint_name, variant_name
            )
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

    def __post_init__(self) -> None:
        """Have the rules look at the steps where they are written."""
        if not self.steps:
            raise InvalidProps(
                f"step scaling policy {self.id} has no steps",
                fix="pass steps=[ScalingStep(lower=0, change=1)]",
                source=_SOURCE,
            )
        if is_known(self.evaluation_periods) and self.evaluation_periods < 1:
            raise InvalidProps(
                f"step scaling policy {self.id} looks at {self.evaluation_periods} periods",
                fix="pass evaluation_periods=1 or more",
                source=_SOURCE,
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
                    source=_SOURCE,
                )
            relative = self.adjustment_type != "ExactCapacity"
            if relative and is_known(step.change) and (step.change < 0) == up and step.change:
                raise InvalidProps(
                    f"step scaling policy {self.id} changes the capacity by {step.change} when the "
                    f"metric is {'above' if up else 'below'} the threshold",
                    fix="pass above= to add instances, below= to remove them",
                    source=_SOURCE,
                )

    def render(self) -> Properties:
        """Return ``StepScalingPolicyConfiguration``."""
        return {
            "AdjustmentType": self.adjustment_type,
            "Cooldown": seconds(self.cooldown, "cooldown"),
            "MetricAggregationType": "Maximum" if self.statistic == "Maximum" else "Average",
            "StepAdjustments": [step.render() for step in self.steps],
        }

    def _period(self) -> Any:
        own = None if isinstance(self.metric, str) else getattr(self.metric, "period", None)
        return seconds(self.period or own, "period", 60)

    def render_alarm(self, endpoint_name: str, variant_name: str, policy_arn: str) -> Properties:
        """Return the ``AWS::CloudWatch::Alarm`` that triggers the policy."""
        metric = customized_metric(self.metric, self.statistic, endpoint_name, variant_name)
        statistic = str(metric["Statistic"])
        check_statistic(statistic)
        return {
            "AlarmDescription": f"scales {endpoint_name}/{variant_name}: {self.id}",
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


@dataclass(frozen=True, kw_only=True)
class Scaling:
    """How many instances a variant may have, and what makes it add or remove some.

    Each method returns a new object with one more policy or schedule, so they can be written one
    after the other and a common base can be shared::

        Scaling(min_capacity=2, max_capacity=20).track_invocations(per_instance_per_minute=900)

    Attributes:
        min_capacity: The fewest instances, 1 or more; two keep the endpoint available when one
            Availability Zone fails.
        max_capacity: The most instances. The quota has to hold it, twice during a blue/green
            update.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: developer guide pages 150 to 177;
    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    min_capacity: int
    max_capacity: int
    policies: Sequence[TargetTracking | StepScaling] = ()
    schedules: Sequence[ScheduledAction] = ()

    def __post_init__(self) -> None:
        """Have the rules look at the limits where they are written."""
        enforce(_TARGET, self.render_limits(), partial=True)

    def track_invocations(
        self,
        *,
        per_instance_per_minute: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "Invocations",
    ) -> Scaling:
        """Follow the number of requests (``SageMakerVariantInvocationsPerInstance``).

        Args:
            per_instance_per_minute: Requests that one instance is to take each minute, above 0:
                what it can take in a load test, times a safety factor such as 0.5 (guide page 176).
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``Invocations``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_instance_per_minute,
                predefined="SageMakerVariantInvocationsPerInstance",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def track_concurrent_requests(
        self,
        *,
        per_model: float,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str = "ConcurrentRequests",
    ) -> Scaling:
        """Follow the requests in flight, seen every 10 seconds.

        The predefined metric is ``SageMakerVariantConcurrentRequestsPerModelHighResolution``. It
        counts queued requests and open streams, and scales out much faster than
        `track_invocations`; scaling in is as slow (guide pages 160 and 161).

        Args:
            per_model: Requests in flight for each model container, above 0; such as 5.
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: ``ConcurrentRequests``.

        Raises:
            InvalidProps: When the target is not above 0 or the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id,
                target=per_model,
                predefined="SageMakerVariantConcurrentRequestsPerModelHighResolution",
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def track_metric(
        self,
        metric: str | cloudwatch.IMetric,
        *,
        target: float,
        statistic: str | None = None,
        scale_in_cooldown: cdk.Duration | None = None,
        scale_out_cooldown: cdk.Duration | None = None,
        disable_scale_in: bool = False,
        id: str | None = None,
    ) -> Scaling:
        """Follow a metric that falls when instances are added.

        Args:
            metric: A metric of the variant itself by its CloudWatch name, such as
                ``CPUUtilization``; or any CloudWatch metric, metric math included.
            target: What the metric is to stay at, in the metric's unit, above 0. CPU utilisation
                goes up to 100 for each vCPU.
            statistic: Default: ``Sum`` for counts, otherwise ``Average``; for a CloudWatch metric
                its own.
            scale_in_cooldown: Wait after removing instances. Default: 300 seconds.
            scale_out_cooldown: Wait after adding instances. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: the name of the metric; needed for metric math.

        Raises:
            InvalidProps: When a metric given by name is none of an endpoint, when the target is not
                above 0, or when the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id or _policy_id(metric),
                target=target,
                metric=metric,
                statistic=statistic,
                scale_in_cooldown=scale_in_cooldown,
                scale_out_cooldown=scale_out_cooldown,
                disable_scale_in=disable_scale_in,
            )
        )

    def step_on(
        self,
        metric: str | cloudwatch.IMetric,
        *,
        steps: Sequence[ScalingStep],
        above: float | None = None,
        below: float | None = None,
        statistic: str | None = None,
        adjustment_type: AdjustmentType = "ChangeInCapacity",
        cooldown: cdk.Duration | None = None,
        period: cdk.Duration | None = None,
        evaluation_periods: int = 1,
        id: str | None = None,
    ) -> Scaling:
        """Add or remove instances by how far a metric is beyond a threshold.

        Args:
            metric: A metric of the variant itself by its CloudWatch name, or any CloudWatch metric.
            steps: What to do at which distance from the threshold; without gaps or overlaps.
            above: The threshold from which on instances are added. Default: ``below`` is used.
            below: The threshold from which down they are removed. Default: ``above`` is used.
            statistic: Default: ``Sum`` for counts, otherwise ``Average``.
            adjustment_type: What ``change`` means. Default: a number of instances.
            cooldown: Wait after a step. Default: 300 seconds.
            period: What the alarm aggregates. Default: the metric's own, otherwise 1 minute.
            evaluation_periods: How many periods in a row have to be beyond. Default: 1.
            id: The name of the policy. Default: the metric's name and the direction.

        Raises:
            InvalidProps: Unless exactly one threshold is given, or when the steps do not fit
                together, or when the id is taken.
        """
        if (above is None) == (below is None):
            raise InvalidProps(
                "step scaling needs exactly one of above and below; "
                + ("neither is given" if above is None else "both are given"),
                fix="pass above=... to add instances, or below=... to remove them",
                source=_SOURCE,
            )
        if isinstance(metric, cloudwatch.MathExpression):
            raise InvalidProps(
                "step scaling on metric math is not offered",
                fix="use track_metric(...), or give an alarm of your own the policy as its action",
                source=_SOURCE,
            )
        direction, threshold = ("Below", below) if above is None else ("Above", above)
        assert threshold is not None
        return self._with(
            StepScaling(
                id=id or f"{_policy_id(metric)}{direction}",
                metric=metric,
                statistic=statistic,
                threshold=threshold,
                comparison="GreaterThanOrEqualToThreshold"
                if above is not None
                else "LessThanOrEqualToThreshold",
                steps=tuple(steps),
                adjustment_type=adjustment_type,
                cooldown=cooldown,
                period=period,
                evaluation_periods=evaluation_periods,
            )
        )

    def on_schedule(
        self,
        name: str,
        schedule: autoscaling.Schedule | str,
        *,
        min_capacity: int | None = None,
        max_capacity: int | None = None,
        time_zone: str | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> Scaling:
        """Set other limits at a time, once or again and again.

        Args:
            name: The name of the action, unique in this scaling.
            schedule: ``Schedule.cron(...)``, ``Schedule.at(...)``, ``Schedule.rate(...)``, or the
                expression itself.
            min_capacity: The new minimum. Default: it stays.
            max_capacity: The new maximum. Default: it stays.
            time_zone: An IANA name, such as ``Europe/Vienna``. Default: UTC.
            start: When the schedule begins to count. Default: at once.
            end: When it ceases. Default: never.

        Raises:
            InvalidProps: When neither limit is given, when they cross, when the schedule is
                malformed, or when the name is taken.
        """
        if min_capacity is None and max_capacity is None:
            raise InvalidProps(
                f"scheduled action {name} changes nothing",
                fix="pass min_capacity=..., max_capacity=... or both",
                source=_SOURCE,
            )
        if any(known.name == name for known in self.schedules):
            raise InvalidProps(
                f"two scheduled actions are called {name!r}",
                fix="give each its own name",
                source=_SOURCE,
            )
        for what, moment in (("start", start), ("end", end)):
            if moment is not None and moment.tzinfo is None:
                raise InvalidProps(
                    f"{what} of scheduled action {name} is {moment.isoformat()}, without a time "
                    "zone",
                    fix=f"pass {what}=datetime(..., tzinfo=timezone.utc)",
                    source=_SOURCE,
                )
        if start is not None and end is not None and end <= start:
            raise InvalidProps(
                f"scheduled action {name} ends at {end.isoformat()} and starts at "
                f"{start.isoformat()}",
                fix="let end be after start",
                source=_SOURCE,
            )
        action = ScheduledAction(
            name=name,
            schedule=schedule,
            min_capacity=min_capacity,
            max_capacity=max_capacity,
            time_zone=time_zone,
            start=start,
            end=end,
        )
        return dataclasses.replace(self, schedules=(*self.schedules, action))

    def render_limits(self) -> Properties:
        """Return what of an ``AWS::ApplicationAutoScaling::ScalableTarget`` is known here."""
        return {
            "ServiceNamespace": "sagemaker",
            "ScalableDimension": VARIANT_DIMENSION,
            "MinCapacity": self.min_capacity,
            "MaxCapacity": self.max_capacity,
            "ScheduledActions": [action.render() for action in self.schedules] or None,
        }

    def check_initial_count(self, variant_name: str, count: Any) -> None:
        """Refuse an initial instance count outside the limits.

        Raises:
            InvalidProps: When all three are known and the count is outside.
        """
        if not is_known([count, self.min_capacity, self.max_capacity]):
            return
        if not self.min_capacity <= count <= self.max_capacity:
            raise InvalidProps(
                f"variant {variant_name} starts with {count} instances and scales from "
                f"{self.min_capacity} to {self.max_capacity}",
                fix=f"pass initial_instance_count={self.min_capacity} to the variant, or other "
                "limits",
                source=_SOURCE,
            )

    def _with(self, policy: TargetTracking | StepScaling) -> Scaling:
        if any(known.id == policy.id for known in self.policies):
            raise InvalidProps(
                f"two scaling policies are called {policy.id!r}",
                fix="pass id=... to one of them",
                source=f"developer guide page 172; {_SOURCE}",
            )
        return dataclasses.replace(self, policies=(*self.policies, policy))


def _check_tracked_statistic(id: str, statistic: str | None) -> None:
    if statistic is not None and is_known(statistic) and statistic not in PLAIN:
        raise InvalidProps(
            f"scaling policy {id} tracks the statistic {statistic!r}; target tracking takes the "
            "plain ones only",
            fix=f"pass statistic= one of {', '.join(sorted(PLAIN))}",
            source="https://docs.aws.amazon.com/autoscaling/application/APIReference/"
            "API_CustomizedMetricSpecification.html",
        )


def _policy_id(metric: str | cloudwatch.IMetric) -> str:
    if isinstance(metric, str):
        if endpoint_metric(metric) is None:
            raise InvalidProps(
                f"{metric!r} is no metric of an endpoint",
                fix="pass one such as 'CPUUtilization', or a CloudWatch metric object",
                source="https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html",
            )
        return metric
    name = getattr(metric, "metric_name", None)
    if isinstance(name, str) and is_known(name):
        return name
    raise InvalidProps(
        "a policy on metric math has no name of its own",
        fix="pass id=... for the policy",
        source=_SOURCE,
    )
