"""SMH2304."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.model_monitor import (
    MAX_RUNTIME,
    MAX_RUNTIME_SOURCE,
    hours_between_jobs,
)
from sagemaker_hosting.rules._monitors import CONFIG, INLINE, SCHEDULE, TIMES
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LIMIT: Final = "StoppingCondition/MaxRuntimeInSeconds"


class RuntimeBeyondSchedule(Rule):
    """A job may run until the next one starts, and no longer.

    Of an hourly schedule with labels half an hour: the other half is for merging them.
    """

    id = "SMH2304"
    title = "monitoring job that may outlast its schedule"
    resource_types = (SCHEDULE,)
    facts = ("mon-runtime-within-schedule",)
    url = MAX_RUNTIME_SOURCE

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a job that may run too long."""
        apart = hours_between_jobs(resource.get(f"{TIMES}/ScheduleExpression").text or "")
        definition = resource.related("JobDefinition")
        value = resource.get(f"{INLINE}/{_LIMIT}")
        kind = ""
        if definition is not None:
            value = definition.get(_LIMIT)
            kind = resource.get(f"{CONFIG}/MonitoringType").text or ""
        allowed = _longest(kind, apart)
        if allowed is None or value.number is None or value.number <= allowed:
            return
        yield self.finding(
            resource,
            f"{TIMES}/ScheduleExpression",
            f"MaxRuntimeInSeconds is {value.number:g}, and jobs of this schedule may run "
            f"{allowed} s",
            f"set MaxRuntimeInSeconds to {allowed} (max_runtime=Duration.seconds({allowed})), or "
            "run the job less often",
        )


def _longest(kind: str, hours: int | None) -> int | None:
    if hours is None:
        return None
    hourly = [limit for each, limit in MAX_RUNTIME.items() if each == kind and hours == 1]
    return hourly[0] if hourly else hours * 3600
