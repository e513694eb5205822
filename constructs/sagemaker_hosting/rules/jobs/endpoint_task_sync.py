"""SMH1890."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._requests import STATE_MACHINES, requests
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NO_JOBS: Final = frozenset(
    {"CreateEndpoint", "CreateEndpointConfig", "CreateModel", "UpdateEndpoint"}
)


class EndpointTaskSync(Rule):
    """Step Functions waits for jobs of SageMaker (.sync), not for models and endpoints."""

    id = "SMH1890"
    title = "wait that Step Functions does not know"
    resource_types = (*STATE_MACHINES,)
    facts = ("pl-sfn-endpoint-no-sync",)
    pages = ()
    url = "https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each task that waits for what cannot be waited for."""
        for request in requests(resource):
            if request.action in _NO_JOBS and request.pattern.startswith("sync"):
                yield self.finding(
                    resource,
                    f"{request.parameters.path.rpartition('/')[0]}/Resource",
                    f"Step Functions does not wait for {request.action} ({request.pattern})",
                    "remove .sync, and ask DescribeEndpoint in a loop with a Wait state",
                )
