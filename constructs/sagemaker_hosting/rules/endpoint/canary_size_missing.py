"""SMH0402."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CanarySizeMissing(Rule):
    """CANARY shifts a slice first; without CanarySize there is no slice to shift.

    The CloudFormation schema accepts it, the service does not.
    """

    id = "SMH0402"
    title = "canary rollout without a canary size"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("canary-size-required",)
    pages = (338,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a canary without a size."""
        routing = resource.part(ROUTING)
        if routing.get("Type").text == "CANARY" and routing.get("CanarySize").is_absent:
            yield self.finding(
                resource,
                routing,
                "traffic routing is CANARY without CanarySize",
                "say how large the canary is: CanarySize (size=), such as CAPACITY_PERCENT 10",
            )
