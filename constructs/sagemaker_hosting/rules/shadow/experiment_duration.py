"""SMH1512."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import SHADOW_TEST_HOURS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class ExperimentDuration(Rule):
    """A shadow test lasts between an hour and 30 days."""

    id = "SMH1512"
    title = "duration of a shadow test"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-duration-limits",)
    pages = (353, 356, 357)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExperimentSchedule.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a test that is too short or too long."""
        start = _time(resource.get("Schedule/StartTime"))
        end = resource.get("Schedule/EndTime")
        stop = _time(end)
        if start is None or stop is None:
            return
        hours = (stop - start).total_seconds() / 3600
        if not SHADOW_TEST_HOURS.value.holds(hours):
            yield self.finding(
                resource,
                end,
                f"the shadow test lasts {hours:g} hours; allowed is {SHADOW_TEST_HOURS.value}",
                "set EndTime between 1 hour and 30 days after StartTime",
            )


def _time(value: Value) -> datetime | None:
    """Return the known point in time; one without a zone is taken as UTC."""
    try:
        found = datetime.fromisoformat(value.text or "")
    except ValueError:
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
