"""What CloudWatch takes of one dashboard."""

from __future__ import annotations

import re
from typing import Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import (
    DASHBOARD_METRICS,
    DASHBOARD_NAME_LENGTH,
    DASHBOARD_WIDGETS,
    WIDGET_ALARMS,
    WIDGET_METRICS,
    Limit,
    Range,
)

_NAME: Final = re.compile(r"[A-Za-z0-9_-]+")


def check_limits(body: Properties, name: str | None) -> None:
    """Refuse a dashboard that CloudWatch does not take.

    Args:
        body: Its body.
        name: Its name. None: CloudFormation makes one.

    Raises:
        InvalidProps: When the name is malformed, or there is too much of something.
    """
    if name is not None and is_known(name):
        length = DASHBOARD_NAME_LENGTH
        if not length.value.holds(len(name)) or not _NAME.fullmatch(name):
            raise InvalidProps(
                f"dashboard name {name!r} has {len(name)} characters or others than letters, "
                "digits, hyphens and underscores",
                fix=f"use {length.value} of those",
                source=length.source,
            )
    widgets = body["widgets"]
    shown = [len(_metrics(widget)) for widget in widgets]
    alarms = [len(each["properties"]["alarms"]) for each in widgets if each["type"] == "alarm"]
    _refuse("widgets on a dashboard", len(widgets), DASHBOARD_WIDGETS)
    _refuse("metrics in a widget", max(shown), WIDGET_METRICS)
    _refuse("metrics on a dashboard", sum(shown), DASHBOARD_METRICS)
    _refuse("alarms in a widget", max(alarms, default=1), WIDGET_ALARMS)


def _metrics(widget: Properties) -> list[object]:
    """Return the metrics of a widget, without metric math; rows of the CDK's cannot be read."""
    rows = widget["properties"].get("metrics") or []
    return [row for row in rows if not (isinstance(row, list) and isinstance(row[0], dict))]


def _refuse(what: str, count: int, limit: Limit[Range]) -> None:
    if not limit.value.holds(count):
        raise InvalidProps(
            f"{count} {what}; CloudWatch takes {limit.value}",
            fix="divide the endpoints between several dashboards",
            source=limit.source,
        )
