"""SMH0474."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class WaitIntervalMissing(Rule):
    """The API requires WaitIntervalInSeconds of every traffic routing, the one at once included.

    CloudFormation requires the Type alone, so its absence shows in the deployment only.
    """

    id = "SMH0474"
    title = "traffic routing without a wait interval"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("allatonce-sample-missing-waitinterval",)
    pages = (333,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a missing interval."""
        routing = resource.part(ROUTING)
        interval = routing.get("WaitIntervalInSeconds")
        if routing.is_known and routing.get("Type").is_given and interval.is_absent:
            yield self.finding(
                resource,
                interval,
                "the traffic routing has no WaitIntervalInSeconds, which the API requires",
                "write WaitIntervalInSeconds: 0 for ALL_AT_ONCE, the bake in seconds otherwise",
            )
