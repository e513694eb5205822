"""Health alarms: what somebody should be told about, whether an update runs or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, seconds
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.monitoring.watched import AlarmScope, AlarmTiming, Watched
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TYPE: Final = "AWS::CloudWatch::Alarm"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"
DEFAULT_ERROR_RATE: Final = 0.05
"""The share of failing requests that an alarm reports where none is stated."""


@dataclass(frozen=True, kw_only=True)
class HealthAlarm:
    """Something about an endpoint or an inference component that somebody should be told about.

    It watches all traffic, and it does not roll back updates; see `RollbackAlarm` for what does.
    Missing data is not breaching. Made by the static methods; a metric that the kind of endpoint
    does not publish is refused where the alarm is used.

    Attributes:
        id: Its id below the endpoint, which tells it from the others.
        condition: When it goes off.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html
    """

    id: str
    condition: RollbackAlarm

    @staticmethod
    def error_rate(
        *,
        above: float = DEFAULT_ERROR_RATE,
        include_client_errors: bool = False,
        timing: AlarmTiming | None = None,
        id: str = "ErrorRate",
    ) -> HealthAlarm:
        """Tell when too large a share of the requests fails.

        Args:
            above: The share, from 0 to below 1. Default: 0.05, one request in twenty.
            include_client_errors: Whether 4xx answers count too. Default: only 5xx.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: ``ErrorRate``.

        Raises:
            InvalidProps: When ``above`` is no share.
        """
        condition = RollbackAlarm.error_rate(
            above=above,
            include_client_errors=include_client_errors,
            scope=AlarmScope.BOTH_FLEETS,
            timing=timing,
        )
        return HealthAlarm(id=id, condition=condition)

    @staticmethod
    def latency(
        *,
        above: cdk.Duration,
        statistic: str = "p99",
        timing: AlarmTiming | None = None,
        id: str = "Latency",
    ) -> HealthAlarm:
        """Tell when the model answers too slowly (``ModelLatency``).

        Args:
            above: The latency; converted to microseconds, CloudWatch's unit.
            statistic: ``p50``, ``p90``, ``p99``, ``Average`` ... Default: ``p99``.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: ``Latency``.

        Raises:
            InvalidProps: When the latency is known only at deployment, or the statistic is none.
        """
        condition = RollbackAlarm.latency(
            above=above, statistic=statistic, scope=AlarmScope.BOTH_FLEETS, timing=timing
        )
        return HealthAlarm(id=id, condition=condition)

    @staticmethod
    def metric(
        metric_name: str,
        *,
        above: float,
        statistic: str = "Average",
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> HealthAlarm:
        """Tell when any other metric is too high.

        Args:
            metric_name: Its CloudWatch name, such as ``GPUMemoryUtilization``.
            above: The threshold, in the metric's own unit.
            statistic: Such as ``Average``, ``Sum``, ``Maximum`` or ``p99``. Default: ``Average``.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: the name of the metric.

        Raises:
            InvalidProps: When SageMaker has no such metric, or the statistic is none.
        """
        condition = RollbackAlarm.metric(
            metric_name,
            above=above,
            statistic=statistic,
            scope=AlarmScope.BOTH_FLEETS,
            timing=timing,
        )
        return HealthAlarm(id=id or metric_name, condition=condition)

    @staticmethod
    def concurrency(
        *, above: float = 0.9, timing: AlarmTiming | None = None, id: str = "Concurrency"
    ) -> HealthAlarm:
        """Tell when a serverless endpoint is about to throttle.

        The metric is ``ServerlessConcurrentExecutionsUtilization``, its maximum.

        Args:
            above: The share of ``max_concurrency`` in use, from 0 to below 1. Default: 0.9.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: ``Concurrency``.

        Raises:
            InvalidProps: When ``above`` is no share.
        """
        if is_known(above) and not 0 <= above < 1:
            raise InvalidProps(
                f"a concurrency above {above:g} cannot happen: it is a share of max_concurrency",
                fix="pass a share from 0 to below 1, such as above=0.9",
                source="developer guide page 246; "
                "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html",
            )
        return HealthAlarm.metric(
            "ServerlessConcurrentExecutionsUtilization",
            above=above,
            statistic="Maximum",
            timing=timing,
            id=id,
        )

    @staticmethod
    def spillover(
        *, above: float = 0, timing: AlarmTiming | None = None, id: str = "Spillover"
    ) -> HealthAlarm:
        """Tell when requests find no provisioned concurrency left and wait for cold starts.

        Args:
            above: Requests on demand in a minute, at the peak. Default: 0.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: ``Spillover``.
        """
        return HealthAlarm.metric(
            "ServerlessProvisionedConcurrencySpilloverInvocations",
            above=above,
            statistic="Maximum",
            timing=timing,
            id=id,
        )

    @staticmethod
    def oldest_request(
        *, above: cdk.Duration, timing: AlarmTiming | None = None, id: str = "OldestRequest"
    ) -> HealthAlarm:
        """Tell when a request of an asynchronous endpoint waits too long.

        Args:
            above: The age of the oldest request in the queue. A request expires after 6 hours,
                unless it says otherwise itself.
            timing: How quickly it goes off. Default: 2 of 3 minutes.
            id: Its id. Default: ``OldestRequest``.

        Raises:
            InvalidProps: When it is not in whole seconds.
        """
        return HealthAlarm.metric(
            "ApproximateAgeOfOldestRequest",
            above=seconds(above, "above"),
            statistic="Maximum",
            timing=timing,
            id=id,
        )

    @staticmethod
    def failures(
        metric_name: str = "InvocationFailures",
        *,
        above: float = 0,
        timing: AlarmTiming | None = None,
        id: str | None = None,
    ) -> HealthAlarm:
        """Tell when requests of an asynchronous endpoint are lost.

        Args:
            metric_name: ``InvocationFailures`` (for any reason), ``ExpiredRequests``,
                ``RequestDownloadFailures``, ``ResponseUploadFailures`` or ``NotificationFailures``.
                Default: ``InvocationFailures``.
            above: How many in a minute. Default: 0.
            timing: How quickly it goes off. Default: 1 minute.
            id: Its id. Default: the name of the metric.
        """
        return HealthAlarm.metric(
            metric_name, above=above, statistic="Sum", timing=timing or _AT_ONCE, id=id
        )

    @staticmethod
    def no_capacity(
        *, above: float = 0, timing: AlarmTiming | None = None, id: str = "NoCapacity"
    ) -> HealthAlarm:
        """Tell when requests to an inference component find no copy to serve them.

        Args:
            above: Requests lost in a minute. Default: 0.
            timing: How quickly it goes off. Default: 1 minute.
            id: Its id. Default: ``NoCapacity``.
        """
        return HealthAlarm.metric(
            "NoCapacityInvocationFailures",
            above=above,
            statistic="Sum",
            timing=timing or _AT_ONCE,
            id=id,
        )


_AT_ONCE: Final = AlarmTiming(evaluation_periods=1, datapoints_to_alarm=1)


def create_health_alarms(
    scope: Construct,
    alarms: Sequence[HealthAlarm],
    watched: Sequence[tuple[str, Watched]],
    topics: Sequence[sns.ITopic],
) -> list[DeclaredAlarm]:
    """Create ``alarms`` below ``scope``, each once for everything watched; return them.

    An alarm whose metric belongs to the endpoint as a whole is made once.

    Args:
        scope: The endpoint or the inference component.
        alarms: The alarms.
        watched: What is watched, with what stands for it in a construct id; "" for nothing.
        topics: Who is told.

    Raises:
        InvalidProps: When two have one id, when a metric is not published of what is watched, or
            when a rule of the catalogue refuses one.
    """
    actions = [topic.topic_arn for topic in topics] or None
    declared: list[DeclaredAlarm] = []
    taken: set[str] = set()
    for alarm in alarms:
        if not isinstance(alarm, HealthAlarm):
            raise InvalidProps(
                f"{type(alarm).__name__.strip('_')} is no health alarm",
                fix="pass alarms=[HealthAlarm.error_rate(above=0.01), ...]",
                source=_SOURCE,
            )
        if alarm.id in taken:
            raise InvalidProps(
                f"two health alarms are called {alarm.id!r}",
                fix="pass id=... to one of them",
                source=_SOURCE,
            )
        taken.add(alarm.id)
        seen: list[object] = []
        for part, each in watched:
            properties: Properties = {**alarm.condition.render(each), "AlarmActions": actions}
            if "Dimensions" in properties and properties["Dimensions"] in seen:
                continue
            seen.append(properties.get("Dimensions"))
            enforce(_TYPE, properties)
            child = f"Health-{alarm.id}" + (f"-{part}" if part else "")
            created = create_l1(cloudwatch.CfnAlarm, scope, child, properties)
            declared.append(
                DeclaredAlarm(arn=created.attr_arn, rolls_back=False, properties=properties)
            )
    return declared
