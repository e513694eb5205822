"""SMH2303."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.model_monitor import ANALYSIS_WINDOW
from sagemaker_hosting.rules._monitors import SCHEDULE, SCHEDULE_URL, TIMES, seconds
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AnalysisWindow(Rule):
    """A job looks at a day of data at the most, which begin before they end."""

    id = "SMH2303"
    title = "window of data of a monitoring job"
    resource_types = (SCHEDULE,)
    facts = ("mon-window-one-day",)
    url = SCHEDULE_URL

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a window that is too long or empty."""
        times = resource.part(TIMES)
        first = times.get("DataAnalysisStartTime")
        start, end = seconds(first.text), seconds(times.get("DataAnalysisEndTime").text)
        if start is None or end is None:
            return
        length = end - start
        if length <= 0:
            yield self.finding(
                resource,
                first,
                "the data that a job looks at end before they begin, or where they begin",
                "let DataAnalysisStartTime lie further back than DataAnalysisEndTime (start= a "
                "longer duration than end=)",
            )
        elif length > ANALYSIS_WINDOW:
            yield self.finding(
                resource,
                first,
                f"a job looks at {length / 3600:g} hours of data; Model Monitor takes "
                f"{ANALYSIS_WINDOW // 3600} at the most",
                "let DataAnalysisStartTime lie 24 hours at the most before DataAnalysisEndTime",
            )
