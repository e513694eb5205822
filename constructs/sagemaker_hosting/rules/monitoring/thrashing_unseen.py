"""SMH1132."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import all_uses, watched_endpoint
from sagemaker_hosting.rules._grants import hosts_many_models
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ThrashingUnseen(Rule):
    """When memory is short, models are unloaded to load others, and requests wait for it.

    The average of ModelCacheHit tells, and the number of samples of ModelUnloadingTime.
    """

    id = "SMH1132"
    title = "many models without an alarm on their cache"
    severity = Severity.INFO
    resource_types = (ENDPOINT,)
    facts = ("mme-cache-hit-monitoring",)
    pages = (77,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-instance.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that is watched, and its cache is not."""
        if resource.template is None or not hosts_many_models(resource):
            return
        watched: set[str] = set()
        for alarm in resource.template.of_type(ALARM):
            uses = all_uses(alarm)
            if uses is None:
                return
            for use in uses:
                if watched_endpoint(alarm, use) is resource:
                    watched.add(use.name.text or "")
                elif "EndpointName" in use.values and use.values["EndpointName"].text is None:
                    return
        # An endpoint without any alarm here is watched elsewhere, or not at all.
        if watched and watched.isdisjoint(_TELLING):
            yield self.finding(
                resource,
                "",
                f"alarms watch {', '.join(sorted(watched))}, and none whether models stay loaded",
                "add an alarm on the Average of ModelCacheHit",
            )


_TELLING: Final = (
    "LoadedModelCount",
    "ModelCacheHit",
    "ModelLoadingWaitTime",
    "ModelUnloadingTime",
)
