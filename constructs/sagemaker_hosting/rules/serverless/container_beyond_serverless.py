"""SMH1314."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import (
    SERVERLESS_INVOCATION_TIMEOUT,
    SERVERLESS_PAYLOAD_BYTES,
)
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerBeyondServerless(Rule):
    """A serverless request has 60 seconds and 4 MB each way, whatever the model server allows."""

    id = "SMH1314"
    title = "container set up for more than serverless gives"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-payload-4mb", "sls-invocation-60s", "fm-payload", "fm-timeouts")
    pages = (242, 603, 616)
    url = SERVERLESS_PAYLOAD_BYTES.source

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that promises more."""
        for model in serverless_models(resource):
            for container in containers(model):
                for name, value, number in settings(container, "timeout"):
                    if number > SERVERLESS_INVOCATION_TIMEOUT.value:
                        yield self.finding(
                            model,
                            value,
                            f"{name} is {number:g} s; a serverless request ends after "
                            f"{SERVERLESS_INVOCATION_TIMEOUT.value} s",
                            f"set {name} to {SERVERLESS_INVOCATION_TIMEOUT.value} or less, or use "
                            "an asynchronous endpoint",
                        )
                for name, value, number in (
                    *settings(container, "request bytes"),
                    *settings(container, "response bytes"),
                ):
                    if number > SERVERLESS_PAYLOAD_BYTES.value:
                        yield self.finding(
                            model,
                            value,
                            f"{name} is {number:.0f} bytes; a serverless payload has "
                            f"{SERVERLESS_PAYLOAD_BYTES.value}",
                            f"set {name} to {SERVERLESS_PAYLOAD_BYTES.value} or less, or use an "
                            "asynchronous endpoint",
                        )
