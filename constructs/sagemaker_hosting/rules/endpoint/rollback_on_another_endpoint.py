"""SMH0473."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import all_uses, rollback_alarms, watched_endpoint
from sagemaker_hosting.rules._metric_uses import MetricUse
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollbackOnAnotherEndpoint(Rule):
    """A rollback alarm watches the endpoint that is updated.

    The failures of this one never reach an alarm whose EndpointName names another.
    """

    id = "SMH0473"
    title = "rollback alarm of another endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarm-endpointname-match",)
    pages = (328, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each alarm that watches another endpoint."""
        for name, alarm in rollback_alarms(resource):
            uses = all_uses(alarm)
            if uses and all(use.watched and _is_another(resource, alarm, use) for use in uses):
                yield self.finding(
                    resource,
                    name,
                    f"the rollback alarm {alarm.logical_id} watches another endpoint",
                    "give the alarm the EndpointName of this endpoint",
                )


def _is_another(endpoint: Resource, alarm: Resource, use: MetricUse) -> bool:
    """Return whether ``use`` certainly watches another endpoint than ``endpoint``."""
    watched = watched_endpoint(alarm, use)
    if watched is not None:
        return watched.logical_id != endpoint.logical_id
    own, given = endpoint.get("EndpointName").text, use.values.get("EndpointName")
    return own is not None and given is not None and given.text not in (None, own)
