"""SMH2301."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.model_monitor import hours_between_jobs
from sagemaker_hosting.rules._monitors import SCHEDULE, SCHEDULE_URL, TIMES
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScheduleExpression(Rule):
    """Model Monitor runs jobs by the hour, by the day, every few hours, or once and now.

    It knows no other cron expression.
    """

    id = "SMH2301"
    title = "schedule that Model Monitor does not know"
    resource_types = (SCHEDULE,)
    facts = ("mon-schedule-expressions",)
    url = SCHEDULE_URL

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an expression of another form."""
        value = resource.get(f"{TIMES}/ScheduleExpression")
        text = value.text
        if text is None or text == "NOW" or hours_between_jobs(text) is not None:
            return
        yield self.finding(
            resource,
            value,
            f"Model Monitor does not know the schedule {text!r}",
            "write cron(0 * ? * * *) for each hour, cron(0 12 ? * * *) for a time of day in UTC, "
            "cron(0 0/6 ? * * *) for every six hours, or NOW: MonitoringSchedule.hourly(), "
            ".daily(), .every() or .now()",
        )
