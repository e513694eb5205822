"""SMH1187."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import all_uses, watched_endpoint
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SPILLOVER: Final = "ServerlessProvisionedConcurrencySpilloverInvocations"


class SpilloverUnwatched(Rule):
    """Requests beyond the provisioned concurrency start cold; the spillover metric counts them.

    An endpoint that has alarms should have one on it.
    """

    id = "SMH1187"
    title = "spillover without an alarm"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("sls-metric-pc-spillover",)
    pages = (247,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint whose alarms leave out the spillover."""
        config = resource.related("EndpointConfig")
        if config is None or resource.template is None:
            return
        provisioned = [
            value
            for value in config.values(f"{PRODUCTION}/ServerlessConfig/ProvisionedConcurrency")
            if value.is_given
        ]
        watched = _watched(resource)
        if provisioned and watched and _SPILLOVER not in watched:
            yield self.finding(
                resource,
                "",
                f"no alarm watches {_SPILLOVER}, and concurrency is provisioned",
                f"add an alarm on {_SPILLOVER}: it tells that more should be provisioned",
            )


def _watched(endpoint: Resource) -> set[str | None]:
    """Return the metrics of ``endpoint`` that have alarms; none when that is not certain."""
    names: set[str | None] = set()
    for alarm in endpoint.template.of_type(ALARM):
        uses = all_uses(alarm)
        if uses is None:
            return set()
        for use in uses:
            found = watched_endpoint(alarm, use)
            if found is not None and found.logical_id == endpoint.logical_id:
                names.add(use.name.text)
            elif found is None and not use.values.get("EndpointName", use.name).is_known:
                return set()
    return names
