"""SMH0384."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import REALTIME_PAYLOAD_BYTES
from sagemaker_hosting.facts.model_servers import Setting
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SIZES: Final[tuple[Setting, ...]] = ("request bytes", "response bytes")


class ServerTakesMoreThanService(Rule):
    """SageMaker refuses requests and answers of more than 25 MB in real time.

    A model server that is set up for more does not change that.
    """

    id = "SMH0384"
    title = "payload beyond what the endpoint passes on"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-payload",)
    pages = (603, 606, 612, 616)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each size that no payload has."""
        if not resource.get("AsyncInferenceConfig").is_absent:
            return
        for variant, model in served(resource):
            if not variant.get("ServerlessConfig").is_absent:
                continue
            for container in containers(model):
                for setting in _SIZES:
                    for name, value, size in settings(container, setting):
                        if size > REALTIME_PAYLOAD_BYTES.value:
                            yield self.finding(
                                model,
                                value,
                                f"{name} is {size:g} bytes; a real-time endpoint passes on "
                                f"{REALTIME_PAYLOAD_BYTES.value} at most",
                                "keep payloads within the limit, or make the endpoint asynchronous",
                            )
