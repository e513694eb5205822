"""SMH0403."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LinearStepSizeMissing(Rule):
    """LINEAR shifts in equal steps; without LinearStepSize there are none.

    The CloudFormation schema accepts it, the service does not.
    """

    id = "SMH0403"
    title = "linear rollout without a step size"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("linear-step-required",)
    pages = (343,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-linear.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a linear rollout without a step."""
        routing = resource.part(ROUTING)
        if routing.get("Type").text == "LINEAR" and routing.get("LinearStepSize").is_absent:
            yield self.finding(
                resource,
                routing,
                "traffic routing is LINEAR without LinearStepSize",
                "say how large a step is: LinearStepSize (step_size=), such as CAPACITY_PERCENT 20",
            )
