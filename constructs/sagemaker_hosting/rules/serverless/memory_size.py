"""SMH1301."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import SERVERLESS_MEMORY_MB
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MemorySize(Rule):
    """Serverless memory is sold in whole GiB, 1 to 6.

    The CloudFormation schema holds the ends of the range; the service refuses what lies between the
    steps.
    """

    id = "SMH1301"
    title = "serverless memory between the steps"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-memory-values", "faq-serverless-memory")
    pages = (225, 235, 618)
    url = SERVERLESS_MEMORY_MB.source

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each memory size that does not exist."""
        sizes = SERVERLESS_MEMORY_MB.value
        for variant in serverless_variants(resource):
            memory = variant.get("ServerlessConfig/MemorySizeInMB")
            size = memory.number
            if size is None or size in sizes:
                continue
            enough = next((each for each in sizes if each >= size), sizes[-1])
            yield self.finding(
                resource,
                memory,
                f"the memory is {size:g} MB; allowed are {', '.join(map(str, sizes))}",
                f"set MemorySizeInMB to {enough} (memory_size=Size.gibibytes({enough // 1024}))",
            )
