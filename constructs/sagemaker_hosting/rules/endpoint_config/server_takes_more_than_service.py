"""SMH0384."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import (
    ASYNC_PAYLOAD_BYTES,
    REALTIME_PAYLOAD_BYTES,
    SERVERLESS_PAYLOAD_BYTES,
    Limit,
)
from sagemaker_hosting.facts.server_environment import server_variables
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value, View


class ServerTakesMoreThanService(Rule):
    """SageMaker refuses larger requests before they reach the model server.

    A server that is set up for more does not change that: 4 MB serverless, 25 MB in real time,
    1 GB asynchronously.
    """

    id = "SMH0384"
    title = "payload beyond what the endpoint passes on"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-payload",)
    pages = (603, 606, 612, 616)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each size that no request has."""
        asynchronous = resource.get("AsyncInferenceConfig")
        for variant, model in served(resource):
            limit = _limit(variant, asynchronous)
            for container in containers(model):
                for name, variable in server_variables().items():
                    size = container.get(f"Environment/{name}").number
                    if variable.bounds != "payload" or size is None or limit is None:
                        continue
                    if size > limit.value:
                        yield self.finding(
                            resource,
                            variant.path,
                            f"{name} of {model.logical_id} is {size:g} bytes; this endpoint "
                            "passes on "
                            f"{limit.value} bytes at most",
                            "keep requests within the limit, or make the endpoint asynchronous",
                        )


def _limit(variant: View, asynchronous: Value) -> Limit[int] | None:
    """Return the largest request that ``variant`` gets; None when its kind is not known."""
    if asynchronous.is_given:
        # The documentation says 1 GB; the containers are often set to the larger gibibyte.
        return ASYNC_PAYLOAD_BYTES
    serverless = variant.get("ServerlessConfig")
    if not asynchronous.is_absent or not (serverless.is_absent or serverless.is_given):
        return None
    return REALTIME_PAYLOAD_BYTES if serverless.is_absent else SERVERLESS_PAYLOAD_BYTES
