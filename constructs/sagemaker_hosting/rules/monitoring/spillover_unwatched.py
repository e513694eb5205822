"""SMH1187."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import all_uses, watched_endpoint
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered

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


def _watched(endpoint: Resource) -> frozenset[str | None]:
    """Return the metrics of ``endpoint`` that have alarms; none when that is not certain."""
    (watched,) = _all_watched(endpoint.template)
    return frozenset() if watched is None else frozenset(watched.get(endpoint.logical_id, ()))


@remembered
def _all_watched(template: Resources) -> Iterator[dict[str, set[str | None]] | None]:
    """Yield, once, the metrics that have alarms by endpoint; None when that is not certain."""
    found: dict[str, set[str | None]] = {}
    for alarm in template.of_type(ALARM):
        uses = all_uses(alarm)
        if uses is None:
            yield None
            return
        for use in uses:
            endpoint = watched_endpoint(alarm, use)
            if endpoint is not None:
                found.setdefault(endpoint.logical_id, set()).add(use.name.text)
            elif not use.values.get("EndpointName", use.name).is_known:
                yield None
                return
    yield found
