"""SMH1835."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import SERVERLESS_CONCURRENCY, SERVERLESS_MEMORY_MB
from sagemaker_hosting.rules._jobs import CONFIGURATIONS, CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class LoadTestKind(RequestRule):
    """A configuration under test is on instances or serverless, and then of a size that is sold."""

    id = "SMH1835"
    title = "configuration of a load test"
    actions = (CREATE_LOAD_TEST,)
    facts = ("rec-endpoint-config-choice",)
    pages = (1, 2)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_EndpointInputConfiguration.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a configuration that is both or neither, or of another size."""
        for tested in request.parts(f"{CONFIGURATIONS}/*"):
            kind, serverless = tested.get("InstanceType"), tested.get("ServerlessConfig")
            fix = "give either InstanceType or ServerlessConfig"
            if kind.is_given and serverless.is_given:
                message = "InstanceType and ServerlessConfig are both given"
                yield self.finding(resource, serverless, message, fix)
            elif kind.is_absent and serverless.is_absent:
                message = "neither InstanceType nor ServerlessConfig is given"
                yield self.finding(resource, tested, message, fix)
            memory = tested.get("ServerlessConfig/MemorySizeInMB")
            if memory.number is not None and memory.number not in SERVERLESS_MEMORY_MB.value:
                sizes = ", ".join(map(str, SERVERLESS_MEMORY_MB.value))
                message = f"MemorySizeInMB is {memory.number:g}"
                yield self.finding(resource, memory, message, f"take one of {sizes}")
            limit, many = (
                SERVERLESS_CONCURRENCY.value,
                tested.get("ServerlessConfig/MaxConcurrency"),
            )
            if many.number is not None and not limit.holds(many.number):
                message = f"MaxConcurrency is {many.number:g}; allowed is {limit}"
                yield self.finding(
                    resource, many, message, f"set it to {limit.nearest(many.number):g}"
                )
