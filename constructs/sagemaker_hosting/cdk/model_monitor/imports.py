"""Referring to monitors that the app does not own, the same way for every kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.defaults.alarms import chosen_topics
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.cdk.model_monitor.base import MonitorBase
from sagemaker_hosting.cdk.model_monitor.schedule import MonitoringSchedule
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateMonitoringSchedule.html"
)

Imported = TypeVar("Imported", bound=MonitorBase)


class ImportsMonitors(Generic[Imported]):
    """The ``from_monitoring_schedule_name`` of a kind of monitor; a mixin."""

    @classmethod
    def from_monitoring_schedule_name(
        cls,
        scope: Construct,
        id: str,
        monitoring_schedule_name: str,
        *,
        endpoint: EndpointBase | None = None,
        schedule: MonitoringSchedule | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
    ) -> Imported:
        """Refer to a monitor of this account and Region that the app does not own.

        Nothing is looked up. It is for metrics and drift alarms.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            monitoring_schedule_name: The name of its schedule.
            endpoint: The endpoint that it looks at. Default: it looks at batch transform jobs.
            schedule: When its jobs run, for the period of alarms. Default: each day.
            alarm_topics: Who is told when a drift alarm goes off. Default: nobody.

        Raises:
            InvalidProps: When no schedule can have the name.
        """
        with declared_at(scope, id):
            check_schedule_name(monitoring_schedule_name)
        made = cls._imported(scope, id)
        assert isinstance(made, ImportedMonitor)
        made.describe(monitoring_schedule_name, endpoint, schedule, alarm_topics)
        return made

    @classmethod
    def _imported(cls, scope: Construct, id: str) -> Imported:
        raise NotImplementedError


class ImportedMonitor(MonitorBase):
    """What imported monitors share: what was said of them."""

    def describe(
        self,
        name: str,
        endpoint: EndpointBase | None,
        schedule: MonitoringSchedule | None,
        alarm_topics: Sequence[sns.ITopic] | None,
    ) -> None:
        """Say what is known of it.

        Args:
            name: The name of its schedule.
            endpoint: The endpoint that it looks at. None: it looks at batch transform jobs.
            schedule: When its jobs run. None: each day.
            alarm_topics: Who is told of drift.
        """
        self._name = name
        self._endpoint_name = None if endpoint is None else endpoint.endpoint_name
        self._seconds_between_jobs = (schedule or MonitoringSchedule.daily()).seconds_between_jobs
        self._publishes = True
        self._alarm_topics = chosen_topics(effective(self), alarm_topics)

    @property
    def monitoring_schedule_arn(self) -> str:
        """The ARN of the schedule, which has its name in lower case."""
        name = self._name.lower() if is_known(self._name) else self._name
        return stack_facts(self).arn("sagemaker", f"monitoring-schedule/{name}")


def check_schedule_name(given: str) -> None:
    """Refuse a name that no schedule can have.

    Raises:
        InvalidProps: When it is known and malformed.
    """
    if is_known(given) and not is_name(given):
        raise InvalidProps(
            f"schedule name {given!r} has {len(given)} characters or others than letters, digits "
            "and inner hyphens",
            fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([given])!r}",
            source=_SOURCE,
        )
