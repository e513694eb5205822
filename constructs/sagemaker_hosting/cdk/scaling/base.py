"""What all scaling has in common: limits, policies on any metric, schedules."""

from __future__ import annotations

import dataclasses
from abc import ABC
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Self

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.scaling.off_hours import START, STOP, OffHours
from sagemaker_hosting.cdk.scaling.policies import (
    SOURCE,
    AdjustmentType,
    ScalingStep,
    ScheduledAction,
    StepScaling,
    TargetTracking,
)
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import EndpointKind, metric_by_dimensions
from sagemaker_hosting.rules import enforce

_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
VARIANT_DIMENSIONS: Final = ("EndpointName", "VariantName")


@dataclass(frozen=True, kw_only=True)
class ScalingBase(ABC):
    """Limits of a capacity, and what changes it. Each kind of capacity is a class of its own.

    Each method returns a new object with one more policy or schedule, so they can be written one
    after the other and a common base can be shared.

    Attributes:
        min_capacity: The least capacity.
        max_capacity: The most capacity.
        policies: The policies so far. Default: none.
        schedules: The scheduled actions so far. Default: none.

    Raises:
        InvalidProps: When a limit is out of range or the limits cross.

    Source: https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
    """

    min_capacity: int
    max_capacity: int
    policies: Sequence[TargetTracking | StepScaling] = ()
    schedules: Sequence[ScheduledAction] = ()

    dimension: ClassVar[str]
    """The scalable dimension."""
    kind: ClassVar[EndpointKind]
    """Whose metrics can be named."""
    owner: ClassVar[str]
    """The same in words, for messages."""
    metric_dimensions: ClassVar[Sequence[str]] = VARIANT_DIMENSIONS
    """The CloudWatch dimensions of what is scaled."""
    starts_with: ClassVar[Sequence[str]] = ("InitialInstanceCount",)
    """Where the rendered properties of what is scaled say its initial capacity."""
    unit: ClassVar[str] = "instances"
    """What the capacity counts."""
    starting_argument: ClassVar[str] = "initial_instance_count"
    """The argument that says the initial capacity."""
    least: ClassVar[int] = 1
    """The least capacity that the kind allows."""

    def __post_init__(self) -> None:
        """Have the rules look at the limits where they are written."""
        enforce(_TARGET, self.render_limits(), partial=True)

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
    ) -> Self:
        """Follow a metric that falls when capacity is added.

        Args:
            metric: A metric of what is scaled by its CloudWatch name, such as ``CPUUtilization`` of
                a variant; or any CloudWatch metric, metric math included.
            target: What the metric is to stay at, in the metric's unit, above 0. CPU utilisation
                goes up to 100 for each vCPU.
            statistic: Default: the one that says most of the metric, such as ``Sum`` of counts; for
                a CloudWatch metric its own.
            scale_in_cooldown: Wait after removing capacity. Default: 300 seconds.
            scale_out_cooldown: Wait after adding capacity. Default: 300 seconds.
            disable_scale_in: Whether it only ever adds. Default: False.
            id: The name of the policy. Default: the name of the metric; needed for metric math.

        Raises:
            InvalidProps: When a metric given by name is none of what is scaled, when the target is
                not above 0, or when the id is taken.
        """
        return self._with(
            TargetTracking(
                id=id or self._policy_id(metric),
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
    ) -> Self:
        """Add or remove capacity by how far a metric is beyond a threshold.

        Args:
            metric: A metric of what is scaled by its CloudWatch name, or any CloudWatch metric.
            steps: What to do at which distance from the threshold; without gaps or overlaps.
            above: The threshold from which on capacity is added. Default: ``below`` is used.
            below: The threshold from which down it is removed. Default: ``above`` is used.
            statistic: Default: the one that says most of the metric, such as ``Sum`` of counts.
            adjustment_type: What ``change`` means. Default: a number to add.
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
                fix="pass above=... to add capacity, or below=... to remove it",
                source=SOURCE,
            )
        if isinstance(metric, cloudwatch.MathExpression):
            raise InvalidProps(
                "step scaling on metric math is not offered",
                fix="use track_metric(...), or give an alarm of your own the policy as its action",
                source=SOURCE,
            )
        direction, threshold = ("Below", below) if above is None else ("Above", above)
        assert threshold is not None
        return self._with(
            StepScaling(
                id=id or f"{self._policy_id(metric)}{direction}",
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
    ) -> Self:
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
                source=SOURCE,
            )
        if any(known.name == name for known in self.schedules):
            raise InvalidProps(
                f"two scheduled actions are called {name!r}",
                fix="give each its own name",
                source=SOURCE,
            )
        _check_window(name, start, end)
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

    def off_hours(self, hours: OffHours) -> Self:
        """Have as little as the kind allows while nobody works.

        Args:
            hours: When that is, and what stays meanwhile.

        Raises:
            InvalidProps: When less is to stay than the kind allows, or more than the maximum; when
                nothing would change; or when off-hours are stated already.
        """
        capacity = hours.capacity_for(self)
        return self.on_schedule(
            STOP,
            hours.stop_expression,
            min_capacity=capacity,
            max_capacity=capacity,
            time_zone=hours.time_zone,
        ).on_schedule(
            START,
            hours.start_expression,
            min_capacity=self.min_capacity,
            max_capacity=self.max_capacity,
            time_zone=hours.time_zone,
        )

    def saves_in(self, hours: OffHours) -> bool:
        """Return whether ``hours`` can be added, and would change something."""
        try:
            self.off_hours(hours)
        except InvalidProps:
            return False
        return True

    @property
    def every_policy(self) -> Sequence[TargetTracking | StepScaling]:
        """The policies, those included that nobody wrote and that the limits call for."""
        return self.policies

    @property
    def initial(self) -> int:
        """What to start with where nothing else is said; may be a token."""
        return self.min_capacity

    def render_limits(self) -> Properties:
        """Return what of an ``AWS::ApplicationAutoScaling::ScalableTarget`` is known here."""
        return {
            "ServiceNamespace": "sagemaker",
            "ScalableDimension": self.dimension,
            "MinCapacity": self.min_capacity,
            "MaxCapacity": self.max_capacity,
            "ScheduledActions": [action.render() for action in self.schedules] or None,
        }

    def check_initial(self, what: str, properties: Properties) -> None:
        """Refuse an initial capacity outside the limits.

        Args:
            what: What is scaled, for the message.
            properties: Its rendered properties.

        Raises:
            InvalidProps: When all three are known and it is.
        """
        count: Any = properties
        for name in self.starts_with:
            count = count.get(name) if isinstance(count, Mapping) else None
        limits = [self.min_capacity, self.max_capacity]
        if not isinstance(count, (int, float)) or not is_known([count, *limits]):
            return
        if not self.min_capacity <= count <= self.max_capacity:
            raise InvalidProps(
                f"{what} starts with {count} {self.unit} and scales from {self.min_capacity} to "
                f"{self.max_capacity}",
                fix=f"pass {self.starting_argument}={self.initial}, or other limits",
                source=SOURCE,
            )

    @property
    def goes_to_zero(self) -> bool:
        """Return whether some limit is 0, or known only at deployment and may be."""
        least = [self.min_capacity, *(action.min_capacity for action in self.schedules)]
        return any(each is not None and (not is_known(each) or each == 0) for each in least)

    @property
    def needs_wake_up(self) -> bool:
        """Whether something has to start the first one: at 0, and not because the maximum is 0."""
        capped = [
            a for a in self.schedules if not (is_known(a.max_capacity) and a.max_capacity == 0)
        ]
        least = [self.min_capacity, *(action.min_capacity for action in capped)]
        return any(each is not None and (not is_known(each) or each == 0) for each in least)

    def _with(self, policy: TargetTracking | StepScaling) -> Self:
        if any(known.id == policy.id for known in self.policies):
            raise InvalidProps(
                f"two scaling policies are called {policy.id!r}",
                fix="pass id=... to one of them",
                source=f"developer guide page 172; {SOURCE}",
            )
        return dataclasses.replace(self, policies=(*self.policies, policy))

    def _policy_id(self, metric: str | cloudwatch.IMetric) -> str:
        if isinstance(metric, str):
            known = metric_by_dimensions(metric, self.metric_dimensions)
            if known is None or self.kind not in known.kinds:
                raise InvalidProps(
                    f"{metric!r} is no metric of {self.owner}",
                    fix="pass one such as 'CPUUtilization', or a CloudWatch metric object",
                    source="https://docs.aws.amazon.com/sagemaker/latest/dg/"
                    "monitoring-cloudwatch.html",
                )
            return metric
        name = getattr(metric, "metric_name", None)
        if isinstance(name, str) and is_known(name):
            return name
        raise InvalidProps(
            "a policy on metric math has no name of its own",
            fix="pass id=... for the policy",
            source=SOURCE,
        )


def _check_window(name: str, start: datetime | None, end: datetime | None) -> None:
    for what, moment in (("start", start), ("end", end)):
        if moment is not None and moment.tzinfo is None:
            raise InvalidProps(
                f"{what} of scheduled action {name} is {moment.isoformat()}, without a time zone",
                fix=f"pass {what}=datetime(..., tzinfo=timezone.utc)",
                source=SOURCE,
            )
    if start is not None and end is not None and end <= start:
        raise InvalidProps(
            f"scheduled action {name} ends at {end.isoformat()} and starts at {start.isoformat()}",
            fix="let end be after start",
            source=SOURCE,
        )
