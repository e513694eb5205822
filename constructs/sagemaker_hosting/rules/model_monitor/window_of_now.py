"""SMH2302."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._monitors import SCHEDULE, SCHEDULE_URL, TIMES
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TIMES: Final = ("DataAnalysisStartTime", "DataAnalysisEndTime")


class WindowOfNow(Rule):
    """A job that runs at once has no job before it, so it is told which data it looks at."""

    id = "SMH2302"
    title = "job that runs at once without its window of data"
    resource_types = (SCHEDULE,)
    facts = ("mon-now-needs-window",)
    url = SCHEDULE_URL

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each end of the window that is missing."""
        times = resource.part(TIMES)
        if times.get("ScheduleExpression").text != "NOW":
            return
        for name in _TIMES:
            value = times.get(name)
            if value.is_absent:
                yield self.finding(
                    resource,
                    value,
                    f"the schedule is NOW and {name} is missing",
                    f"set {name}, such as -PT1H: MonitoringSchedule.now(start=Duration.hours(1))",
                )
