"""SMH0515."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SCHEDULE: Final = re.compile(
    r"at\(\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?\)"
    r"|rate\([1-9]\d* +(minute|hour|day)s?\)"
    r"|cron\(\S+( +\S+){5}\)"
)


class ScheduleForm(Rule):
    """A schedule reads at(yyyy-mm-ddThh:mm:ss), rate(5 minutes), or cron(six fields)."""

    id = "SMH0515"
    title = "malformed schedule"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-scheduled", "slsas-scheduled")
    pages = (152, 251, 255, 256)
    url = (
        "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ScheduledAction.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each malformed schedule."""
        if not is_sagemaker(resource):
            return

        for schedule in resource.values("ScheduledActions/*/Schedule"):
            if schedule.text is not None and not _SCHEDULE.fullmatch(schedule.text.strip()):
                yield self.finding(
                    resource,
                    schedule,
                    f"{schedule.text!r} is not a schedule",
                    "write at(2030-01-31T08:00:00), rate(5 minutes), or cron(0 8 ? * MON-FRI *)",
                )
