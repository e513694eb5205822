"""SMH0516."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class ScheduleWindow(Rule):
    """A scheduled action is active from StartTime to EndTime."""

    id = "SMH0516"
    title = "schedule that ends before it starts"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-scheduled",)
    pages = (152,)
    url = (
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each action that is never active."""
        if not is_sagemaker(resource):
            return

        for action in resource.parts("ScheduledActions/*"):
            start, end = _moment(action.get("StartTime")), _moment(action.get("EndTime"))
            if start is not None and end is not None and end <= start:
                yield self.finding(
                    resource,
                    action.get("EndTime"),
                    f"the action ends at {end.isoformat()} and starts at {start.isoformat()}",
                    "let EndTime be after StartTime",
                )


def _moment(value: Value) -> datetime | None:
    """Return the moment that ``value`` names, in UTC when it says nothing; None if not known."""
    try:
        moment = datetime.fromisoformat(value.text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
