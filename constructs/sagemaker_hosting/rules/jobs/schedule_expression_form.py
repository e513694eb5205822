"""SMH1875."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._requests import requests
from sagemaker_hosting.rules._schedules import SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_FORM: Final = re.compile(
    r"rate\(\s*[1-9]\d*\s+(minute|hour|day)s?\s*\)"
    r"|cron\(\s*\S+(\s+\S+){5}\s*\)"
    r"|at\(\s*\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\s*\)"
)


class ScheduleExpressionForm(Rule):
    """A schedule is a rate, a cron expression of six fields, or one point in time."""

    id = "SMH1875"
    title = "schedule that cannot be read"
    resource_types = (SCHEDULE,)
    facts = ("sch-expressions",)
    pages = (731, 732, 734, 735)
    url = "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an expression of another form."""
        value = resource.get("ScheduleExpression")
        ours = pipeline_targets(resource) or requests(resource) or _runs_jobs(resource)
        if ours and value.text is not None and not _FORM.fullmatch(value.text):
            yield self.finding(
                resource,
                value,
                f"the schedule {value.text!r} is no rate, cron or at expression",
                "write rate(1 day), cron(0 6 * * ? *) or at(2026-01-31T06:00:00)",
            )


def _runs_jobs(schedule: Resource) -> bool:
    """Return whether the schedule starts a state machine that sends requests to SageMaker."""
    return any(requests(machine) for machine in schedule.all_related("StateMachine"))
