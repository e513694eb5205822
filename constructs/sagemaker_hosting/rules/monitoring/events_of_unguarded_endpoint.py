"""SMH1172."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.rules._events import DEPLOYMENT_EVENT
from sagemaker_hosting.rules._models import ENDPOINT, marketplace_package, served, variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EventsOfUnguardedEndpoint(Rule):
    """An endpoint that is excluded from deployment guardrails emits no deployment events.

    A rule that waits for them is never triggered.
    """

    id = "SMH1172"
    title = "deployment events of an endpoint without guardrails"
    severity = Severity.WARNING
    resource_types = ("AWS::Events::Rule",)
    facts = ("guardrails-observability-describe", "exclusion-inf1", "exclusion-marketplace")
    pages = (325, 350)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint that emits no such events."""
        if resource.template is None or not any(
            kind.text == DEPLOYMENT_EVENT for kind in resource.values("EventPattern/detail-type/*")
        ):
            return
        for name in resource.values("EventPattern/detail/EndpointName/*"):
            endpoint = resource.template.named(name, ENDPOINT, "EndpointName")
            reason = _excluded(endpoint) if endpoint is not None else None
            if endpoint is not None and reason is not None:
                yield self.finding(
                    resource,
                    name,
                    f"{endpoint.logical_id} emits no deployment events: {reason}",
                    "match the detail-type SageMaker Endpoint State Change instead",
                )


def _excluded(endpoint: Resource) -> str | None:
    """Return why ``endpoint`` has no guardrails; None when it may have them."""
    config = endpoint.related("EndpointConfig")
    if config is None:
        return None
    for variant in variants_of(config):
        kind = variant.get("InstanceType").text
        if kind is not None and family_of(kind) == "inf1":
            return f"it runs on {kind}"
    for _, model in served(config):
        if marketplace_package(model) is not None:
            return f"{model.logical_id} is a Marketplace model"
    return None
