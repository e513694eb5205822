"""SMH2310."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.model_monitor import hours_between_jobs
from sagemaker_hosting.rules._monitors import SCHEDULE, TIMES, inputs, seconds
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value, View

_SOURCES: Final = ("EndpointInput", "BatchTransformInput")


class OffsetsLeaveNothing(Rule):
    """A job takes the offsets off the start and the end of the time since the job before.

    Where the end moves back behind the start no data are left.
    """

    id = "SMH2310"
    title = "offsets that leave a monitoring job no data"
    resource_types = (SCHEDULE,)
    facts = ("mon-offsets",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-model-quality-schedule.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an end that is before the start."""
        hours = hours_between_jobs(resource.get(f"{TIMES}/ScheduleExpression").text or "")
        definition = resource.related("JobDefinition")
        if hours is None or definition is None or not _is_plain(resource):
            return
        for each in inputs(definition):
            for source in _SOURCES:
                if _is_empty(each.part(source), hours * 3600):
                    yield self.finding(
                        resource,
                        f"{TIMES}/ScheduleExpression",
                        f"EndTimeOffset reaches back {hours} h or more further than "
                        "StartTimeOffset, which leaves the jobs of this schedule no data",
                        "set StartTimeOffset (start_offset=) further back than EndTimeOffset "
                        "(end_offset=)",
                    )


def _is_plain(resource: Resource) -> bool:
    """Return whether the jobs look at the data since the job before."""
    return resource.get(f"{TIMES}/DataAnalysisStartTime").is_absent


def _is_empty(source: View, apart: int) -> bool:
    start, end = (_back(source.get(f"{name}TimeOffset")) for name in ("Start", "End"))
    return start is not None and end is not None and end >= start + apart


def _back(value: Value) -> int | None:
    """Return how many seconds an offset goes back; 0 where there is none."""
    if value.is_absent:
        return 0
    found = seconds(value.text)
    return None if found is None else -found
