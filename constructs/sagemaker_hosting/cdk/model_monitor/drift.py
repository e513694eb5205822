"""Drift alarms: what a monitor finds goes beyond a threshold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk.monitoring.watched import AlarmTiming
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_SOURCE: Final = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html"
)


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """Where an alarm goes off.

    Attributes:
        value: The threshold.
        operator: The comparison with it.
    """

    value: float
    operator: cloudwatch.ComparisonOperator


def threshold(above: float | None, below: float | None) -> Threshold:
    """Return the threshold of an alarm that goes off above or below a value.

    Raises:
        InvalidProps: Unless exactly one of the two is given.
    """
    if (above is None) == (below is None):
        raise InvalidProps(
            "a drift alarm needs exactly one of above and below; "
            + ("neither is given" if above is None else "both are given"),
            fix="pass above=... or below=...; for both sides make two alarms with an id each",
            source=_SOURCE,
        )
    if above is not None:
        operator = cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD
        return Threshold(value=above, operator=operator)
    assert below is not None
    return Threshold(value=below, operator=cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD)


def id_part(text: str) -> str:
    """Return the name of a metric, a feature or a group as a part of a construct id."""
    return re.sub(r"[^A-Za-z0-9]+", "_", text) if is_known(text) else "Token"


def create_alarm(
    scope: Construct,
    id: str,
    *,
    metric: cloudwatch.IMetric,
    threshold: Threshold,
    timing: AlarmTiming,
    topics: Sequence[sns.ITopic],
) -> cloudwatch.Alarm:
    """Create an alarm below a monitor that keeps its state while no job runs.

    Args:
        scope: The monitor.
        id: The id of the alarm below it.
        metric: What it watches.
        threshold: Where it goes off.
        timing: How many jobs it takes.
        topics: Who is told.

    Raises:
        InvalidProps: When the monitor has an alarm of that id.
    """
    if scope.node.try_find_child(id) is not None:
        raise InvalidProps(
            f"the monitor has an alarm {id!r} already",
            fix="pass id=... to one of them",
            source=_SOURCE,
            path=scope.node.path,
        )
    alarm = cloudwatch.Alarm(
        scope,
        id,
        metric=metric,
        threshold=threshold.value,
        comparison_operator=threshold.operator,
        evaluation_periods=timing.evaluation_periods,
        datapoints_to_alarm=timing.datapoints_to_alarm,
        treat_missing_data=cloudwatch.TreatMissingData.IGNORE,
    )
    if topics:
        from aws_cdk import aws_cloudwatch_actions as actions

        alarm.add_alarm_action(*[actions.SnsAction(topic) for topic in topics])
    return alarm
