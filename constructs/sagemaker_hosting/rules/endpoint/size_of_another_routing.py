"""SMH0404."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SizeOfAnotherRouting(Rule):
    """CanarySize belongs to CANARY and LinearStepSize to LINEAR; elsewhere they say nothing.

    Whoever wrote one probably meant the other type.
    """

    id = "SMH0404"
    title = "capacity size of another traffic routing"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("allatonce-canary-linear-fields-unused",)
    pages = (338, 343)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each size without a meaning."""
        routing = resource.part(ROUTING)
        kind = routing.get("Type").text
        for owner, name in (("CANARY", "CanarySize"), ("LINEAR", "LinearStepSize")):
            size = routing.get(name)
            if kind is not None and kind != owner and size.is_given:
                yield self.finding(
                    resource,
                    size,
                    f"{name} has no meaning with traffic routing {kind}",
                    f"remove {name}, or set Type to {owner}",
                )
