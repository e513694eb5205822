"""SMH2117."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepUpdatesStackEndpoint(Rule):
    """A pipeline that updates an endpoint of a stack takes it away from the stack.

    The next deployment of the stack takes it back, with the old model.
    """

    id = "SMH2117"
    title = "pipeline that updates an endpoint of the stack"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-deploy-step-iam",)
    pages = (661, 662)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each step about an endpoint of the template."""
        for step in steps(resource):
            name = step.view.get("Arguments/EndpointName")
            if step.type != "Endpoint" or resource.template is None:
                continue
            endpoint = resource.template.named(name, ENDPOINT, "EndpointName")
            if endpoint is not None:
                yield self.finding(
                    resource,
                    name,
                    f"the step {step.name} updates {endpoint.logical_id}, which the stack owns",
                    "deploy the stack with the new version, or leave the endpoint to the pipeline",
                )
