"""SMH1837."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import LOAD_TEST_PHASE_STEP
from sagemaker_hosting.rules._jobs import CREATE_LOAD_TEST, PHASES
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestPhases(RequestRule):
    """A phase takes over where the one before ended: within three users."""

    id = "SMH1837"
    title = "phases that do not meet"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-phase-continuity",)
    pages = (17, 18)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-recommender-troubleshooting.html"
    )

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each phase that starts elsewhere."""
        limit = LOAD_TEST_PHASE_STEP.value
        phases = list(request.parts(f"{PHASES}/*"))
        if request.get(PHASES).length != len(phases):
            return
        for before, phase in pairwise(phases):
            end = _users_at_the_end(before)
            start = phase.get("InitialNumberOfUsers")
            if end is None or start.number is None or abs(start.number - end) <= limit:
                continue
            yield self.finding(
                resource,
                start,
                f"the phase starts with {start.number:g} users, and the one before ends with "
                f"{end:g}",
                f"start with {max(1, end - limit):g} to {end + limit:g} users, or let the phase "
                "before grow less",
            )


def _users_at_the_end(phase: View) -> float | None:
    """Return the users at the end of ``phase``; None when it is not known."""
    users = phase.get("InitialNumberOfUsers").number
    per_minute = phase.get("SpawnRate").number
    seconds = phase.get("DurationInSeconds").number
    if users is None or per_minute is None or seconds is None:
        return None
    return users + per_minute * (seconds // 60)
