"""SMH1317."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.serverless import concurrency_quota
from sagemaker_hosting.rules._kinds import serverless_endpoints, serverless_variants
from sagemaker_hosting.rules._regions import region_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConcurrencyAboveQuota(Rule):
    """All serverless endpoints of an account share 500 or 1000 concurrent requests in a Region."""

    id = "SMH1317"
    title = "serverless concurrency above the quota of the account"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("sls-account-concurrency",)
    pages = (226,)
    url = "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the endpoint that exceeds the quota with those before it."""
        total = 0.0
        for endpoint, config in serverless_endpoints(resource):
            total += _concurrency(config)
            quota = concurrency_quota(region_of(config))
            if total > quota:
                yield self.finding(
                    endpoint,
                    "EndpointConfigName",
                    f"up to here serverless endpoints ask for {total:g} concurrent requests; an "
                    f"account that has not asked for more has {quota} in a Region",
                    "lower MaxConcurrency (max_concurrency=), or have the quota raised before you "
                    "deploy",
                )
                return


def _concurrency(config: Resource) -> float:
    """Return the concurrency that ``config`` asks for, as far as it is known."""
    return sum(
        variant.get("ServerlessConfig/MaxConcurrency").number or 0
        for variant in serverless_variants(config)
    )
