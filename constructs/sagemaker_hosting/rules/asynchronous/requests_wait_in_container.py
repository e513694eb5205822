"""SMH1404."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import CLIENT, asynchronous_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import number_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RequestsWaitInContainer(Rule):
    """A request that the container takes without a free worker waits inside it.

    The wait counts against its time-out, and another instance cannot take the request.
    """

    id = "SMH1404"
    title = "more requests at a time than workers"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-max-concurrent-1",)
    pages = (295,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a concurrency above the workers of a container."""
        most = resource.get(f"{CLIENT}/MaxConcurrentInvocationsPerInstance")
        if most.number is None:
            return
        for model in asynchronous_models(resource):
            for container in containers(model):
                workers = number_of(container, "workers")
                if workers is not None and most.number > workers >= 1:
                    yield self.finding(
                        resource,
                        most,
                        f"an instance gets {most.number:g} requests at a time and its container "
                        f"has {workers:g} {'worker' if workers == 1 else 'workers'}",
                        f"set MaxConcurrentInvocationsPerInstance to {workers:g}, so that the "
                        "others wait in the queue",
                    )
