"""When monitoring jobs run, and which hours of data they look at."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model_monitor._offsets import back
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.model_monitor import hours_between_jobs
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::MonitoringSchedule"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ScheduleConfig.html"


@dataclass(frozen=True, kw_only=True)
class MonitoringSchedule:
    """When monitoring jobs run. Made by the static methods.

    SageMaker starts a job up to 20 minutes after its time. Times are UTC.

    Attributes:
        expression: The schedule expression: ``NOW``, or one of the forms of cron that Model Monitor
            knows.
        analysis_start: How long before the start of a job the data begin that it looks at. Default:
            what has come in since the job before.
        analysis_end: How long before the start of a job those data end. Default: its start.

    Raises:
        InvalidProps: When Model Monitor does not know the expression, when a job that runs at once
            does not say which data it looks at, or when those are more than 24 hours, or none.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ScheduleConfig.html
    """

    expression: str
    analysis_start: cdk.Duration | None = None
    analysis_end: cdk.Duration | None = None

    def __post_init__(self) -> None:
        """Have the rules look at it."""
        enforce(
            _TYPE,
            {"MonitoringScheduleConfig": {"ScheduleConfig": self.render()}},
            partial=True,
        )

    @staticmethod
    def hourly() -> MonitoringSchedule:
        """Run a job each hour."""
        return MonitoringSchedule(expression="cron(0 * ? * * *)")

    @staticmethod
    def daily(*, hour: int = 0) -> MonitoringSchedule:
        """Run a job each day.

        Args:
            hour: The hour of the day in UTC, 0 to 23. Default: 0, midnight.

        Raises:
            InvalidProps: When there is no such hour.
        """
        _check(hour, 0, 23, "hour")
        return MonitoringSchedule(expression=f"cron(0 {_text(hour)} ? * * *)")

    @staticmethod
    def every(hours: int, *, first_hour: int = 0) -> MonitoringSchedule:
        """Run a job every few hours.

        Args:
            hours: How many hours lie between two jobs, 1 to 24.
            first_hour: The hour of the first job of a day in UTC, 0 to 23. Default: 0, midnight.

        Raises:
            InvalidProps: When a number is out of its range.
        """
        _check(hours, 1, 24, "hours")
        _check(first_hour, 0, 23, "first_hour")
        expression = f"cron(0 {_text(first_hour)}/{_text(hours)} ? * * *)"
        return MonitoringSchedule(expression=expression)

    @staticmethod
    def now(*, start: cdk.Duration, end: cdk.Duration | None = None) -> MonitoringSchedule:
        """Run one job, as soon as the schedule is created, and no other.

        Args:
            start: How long ago the data begin that it looks at, in whole minutes.
            end: How long ago those data end, in whole minutes. Default: they end now.

        Raises:
            InvalidProps: When that is more than 24 hours of data, or none.
        """
        return MonitoringSchedule(
            expression="NOW",
            analysis_start=start,
            analysis_end=cdk.Duration.minutes(0) if end is None else end,
        )

    def analyzing(
        self, *, start: cdk.Duration, end: cdk.Duration | None = None
    ) -> MonitoringSchedule:
        """Return this schedule with jobs that look at other data than those since the last job.

        Args:
            start: How long before the start of a job the data begin, in whole minutes.
            end: How long before the start of a job they end, in whole minutes. Default: they end
                where it starts.

        Raises:
            InvalidProps: When that is more than 24 hours of data, or none.
        """
        return dataclasses.replace(
            self,
            analysis_start=start,
            analysis_end=cdk.Duration.minutes(0) if end is None else end,
        )

    @property
    def seconds_between_jobs(self) -> int | None:
        """The time from one job to the next; None where there is no next one or nobody knows."""
        hours = hours_between_jobs(self.expression) if is_known(self.expression) else None
        return None if hours is None else hours * 3600

    def render(self) -> Properties:
        """Return ``ScheduleConfig`` of an ``AWS::SageMaker::MonitoringSchedule``."""
        return {
            "ScheduleExpression": self.expression,
            "DataAnalysisStartTime": back(self.analysis_start, "start"),
            "DataAnalysisEndTime": back(self.analysis_end, "end"),
        }


def _text(number: int) -> str:
    return str(number) if is_known(number) else cdk.Tokenization.stringify_number(number)


def _check(number: int, least: int, most: int, argument: str) -> None:
    if is_known(number) and not least <= number <= most:
        raise InvalidProps(
            f"{argument} is {number}; a monitoring schedule takes {least} to {most}",
            fix=f"pass {argument}={min(max(number, least), most)}",
            source=_SOURCE,
        )
