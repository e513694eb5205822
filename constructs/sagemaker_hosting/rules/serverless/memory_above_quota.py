"""SMH1315."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.serverless import memory_quota
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MemoryAboveQuota(Rule):
    """A new account has a quota of 3072 MB per serverless endpoint.

    "ResourceLimitExceeded: Memory size in MB per serverless endpoint is 3072 MBs."
    """

    id = "SMH1315"
    title = "serverless memory above the quota of new accounts"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-memory-values",)
    pages = (225,)
    url = "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that needs the quota raised."""
        quota = memory_quota()
        for variant in serverless_variants(resource):
            memory = variant.get("ServerlessConfig/MemorySizeInMB")
            if memory.number is not None and memory.number > quota:
                yield self.finding(
                    resource,
                    memory,
                    f"the memory is {memory.number:g} MB; an account that has not asked for more "
                    f"gets {quota} MB",
                    f"set MemorySizeInMB to {quota} or less, or have the quota raised (Service "
                    "Quotas, memory size in MB per serverless endpoint)",
                )
