"""Off-hours: nights and weekends, in which an endpoint costs as little as its kind allows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Final, Literal, get_args

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from sagemaker_hosting.cdk.scaling.base import ScalingBase

Weekday = Literal["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"]

STOP: Final = "OffHoursStop"
START: Final = "OffHoursStart"
SOURCE: Final = (
    "https://docs.aws.amazon.com/autoscaling/application/userguide/"
    "application-auto-scaling-scheduled-scaling.html"
)
_WEEK: Final[tuple[Weekday, ...]] = get_args(Weekday)
_ZONE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]*([/_+-][A-Za-z0-9]+)*")


@dataclass(frozen=True, kw_only=True)
class OffHours:
    """When nobody needs an endpoint, and how much of it stays meanwhile.

    Two scheduled actions set the limits of the scaling: at the end of each working day to what
    stays, at the beginning of the next one back to what they were. What is between two working
    days, such as a weekend, is off. Asynchronous endpoints and inference components go down to
    nothing; a real-time variant keeps an instance, and provisioned concurrency is 1 at least.

    Attributes:
        starts: When a working day begins, such as ``time(7)``; in whole minutes.
        stops: When it ends, such as ``time(19, 30)``. A time before ``starts`` is on the day after.
        working_days: The days on which it begins. Default: Monday to Friday.
        time_zone: An IANA name, such as ``Europe/Vienna``, whose daylight saving is followed.
            Default: UTC.
        capacity: What stays while nobody works: instances, copies, or provisioned executions.
            Default: the least that the kind allows.

    Raises:
        InvalidProps: When a time has seconds or a time zone of its own, when both are one, or when
            there are no working days.

    Source: https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
    """

    starts: time
    stops: time
    working_days: Sequence[Weekday] = ("MON", "TUE", "WED", "THU", "FRI")
    time_zone: str = "UTC"
    capacity: int | None = None

    def __post_init__(self) -> None:
        """Refuse hours that cannot be."""
        for name in ("starts", "stops"):
            _check_time(name, getattr(self, name))
        if self.starts == self.stops:
            raise InvalidProps(
                f"working days begin and end at {self.starts:%H:%M}",
                fix="let stops be another time than starts",
                source=SOURCE,
            )
        days = self.working_days
        unknown = [day for day in days if day not in _WEEK]
        if isinstance(days, str) or unknown or not days or len(set(days)) != len(days):
            raise InvalidProps(
                f"working_days is {days!r}, not a list of different days",
                fix=f"pass working_days= some of {', '.join(_WEEK)}",
                source=SOURCE,
            )
        if is_known(self.time_zone) and not _ZONE.fullmatch(self.time_zone):
            raise InvalidProps(
                f"time_zone is {self.time_zone!r}, not the name of a time zone",
                fix="pass an IANA name, such as time_zone='Europe/Vienna'",
                source=SOURCE,
            )

    @property
    def start_expression(self) -> str:
        """When the limits go back to what they were, as Application Auto Scaling writes it."""
        return _cron(self.starts, self.working_days)

    @property
    def stop_expression(self) -> str:
        """When the limits go down, as Application Auto Scaling writes it."""
        days = list(self.working_days)
        if self.stops < self.starts:
            days = [_WEEK[(_WEEK.index(day) + 1) % len(_WEEK)] for day in days]
        return _cron(self.stops, days)

    def capacity_for(self, scaling: ScalingBase) -> int:
        """Return what stays of something that is scaled; may be a token.

        Args:
            scaling: How it is scaled.

        Raises:
            InvalidProps: When that is less than its kind allows or more than its maximum, or when
                it has as much at any time.
        """
        capacity = scaling.least if self.capacity is None else self.capacity
        if is_known(capacity) and capacity < scaling.least:
            raise InvalidProps(
                f"{scaling.owner} has {scaling.least} {scaling.unit} at least; off-hours leave "
                f"{capacity}",
                fix=f"pass capacity={scaling.least} to OffHours, or leave it out",
                source=f"developer guide page 152; {SOURCE}",
            )
        limits = [scaling.min_capacity, scaling.max_capacity, capacity]
        if is_known(limits) and capacity > scaling.max_capacity:
            raise InvalidProps(
                f"off-hours leave {capacity} {scaling.unit}; the maximum is {scaling.max_capacity}",
                fix="pass a capacity to OffHours that is within the limits",
                source=SOURCE,
            )
        if is_known(limits) and len(set(limits)) == 1:
            raise InvalidProps(
                f"off-hours change nothing: {scaling.owner} has {capacity} {scaling.unit} at any "
                "time",
                fix="leave out off_hours; what has to cost nothing at night is an asynchronous "
                "endpoint, an inference component, or one that expires",
                source=SOURCE,
            )
        return capacity

    @property
    def rendered(self) -> Properties:
        """What it says, to be compared with another."""
        return {
            "start": self.start_expression,
            "stop": self.stop_expression,
            "zone": self.time_zone,
            "capacity": self.capacity,
        }

    @property
    def described(self) -> str:
        """What it says, in a message."""
        return f"off from {self.stops:%H:%M} to {self.starts:%H:%M}"


def _check_time(name: str, given: object) -> None:
    if not isinstance(given, time) or given.tzinfo is not None or given.second or given.microsecond:
        raise InvalidProps(
            f"{name} is {given!r}, not a time of day in whole minutes",
            fix=f"pass {name}=datetime.time(7, 30), and time_zone= beside it",
            source=SOURCE,
        )


def _cron(at: time, days: Sequence[Weekday]) -> str:
    if len(days) == len(_WEEK):
        return f"cron({at.minute} {at.hour} * * ? *)"
    ordered = [day for day in _WEEK if day in days]
    first = _WEEK.index(ordered[0])
    in_a_row = list(_WEEK[first : first + len(ordered)]) == ordered and len(ordered) > 1
    shown = f"{ordered[0]}-{ordered[-1]}" if in_a_row else ",".join(ordered)
    return f"cron({at.minute} {at.hour} ? * {shown} *)"
