"""SMH0383."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import INVOCATION_TIMEOUT, STREAMING_TIMEOUT
from sagemaker_hosting.facts.neo import framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LONGEST: Final = STREAMING_TIMEOUT.value


class ServerOutlastsService(Rule):
    """SageMaker gives up on a request after 60 seconds, 8 minutes where the answer is streamed.

    A server that is allowed longer works on for an answer that nobody gets.
    """

    id = "SMH0383"
    title = "model server that waits longer than the caller"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-timeouts",)
    pages = (603, 606, 612, 619)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each server that is allowed longer."""
        if not resource.get("AsyncInferenceConfig").is_absent:
            return
        for variant, model in served(resource):
            if not variant.get("ServerlessConfig").is_absent:
                continue
            for container in containers(model):
                image = image_of(container)
                # Servers of Neo are documented to need more.
                if image is None or framework_of(image) is not None:
                    continue
                for name, value, seconds in settings(container, "timeout"):
                    if seconds > _LONGEST:
                        yield self.finding(
                            model,
                            value,
                            f"{name} is {seconds:g} s; a request ends after "
                            f"{INVOCATION_TIMEOUT.value} s, "
                            f"a streamed one after {_LONGEST} s",
                            "make the endpoint asynchronous (AsyncInferenceConfig), or answer "
                            "sooner",
                        )
