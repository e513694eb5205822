"""SMH1316."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.serverless import endpoint_quota
from sagemaker_hosting.rules._kinds import serverless_endpoints
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ManyEndpoints(Rule):
    """An account has 50 serverless endpoints in a Region, unless it has asked for more."""

    id = "SMH1316"
    title = "more serverless endpoints than the quota"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("sls-endpoints-per-region",)
    pages = (226,)
    url = "https://docs.aws.amazon.com/general/latest/gr/sagemaker.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the first endpoint that is one too many."""
        quota = endpoint_quota()
        found = [endpoint for endpoint, _ in serverless_endpoints(resource)]
        if len(found) > quota:
            yield self.finding(
                found[quota],
                "EndpointConfigName",
                f"the template declares {len(found)} serverless endpoints; an account that has "
                f"not asked for more has {quota} in a Region",
                "have the quota raised before you deploy, or spread the endpoints over accounts "
                "or Regions",
            )
