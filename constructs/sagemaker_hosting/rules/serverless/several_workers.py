"""SMH1313."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SeveralWorkers(Rule):
    """Each request of a serverless endpoint has a container of its own.

    A second worker loads the model a second time, for nothing.
    """

    id = "SMH1313"
    title = "several workers on serverless"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-one-worker",)
    pages = (225,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that asks for several workers."""
        for model in serverless_models(resource):
            for container in containers(model):
                for name, value, number in settings(container, "workers"):
                    if number > 1:
                        yield self.finding(
                            model,
                            value,
                            f"{name} is {number:g} and the variant is serverless",
                            f"set {name} to 1",
                        )
