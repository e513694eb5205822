"""SMH1186."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import endpoint_kind, watched_endpoint
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PROVISIONED: Final = "ServerlessProvisionedConcurrency"


class ProvisionedMetricWithoutProvisioning(Rule):
    """The metrics of provisioned concurrency exist where there is provisioned concurrency only."""

    id = "SMH1186"
    title = "metric of concurrency that is not provisioned"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "sls-metric-pc-executions",
        "sls-metric-pc-utilization",
        "sls-metric-pc-invocations",
        "sls-metric-pc-spillover",
    )
    pages = (247,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such metric of an endpoint without provisioned concurrency."""
        for use, metric in endpoint_metric_uses(resource):
            endpoint = watched_endpoint(resource, use)
            config = endpoint.related("EndpointConfig") if endpoint is not None else None
            if not metric.name.startswith(_PROVISIONED) or endpoint is None or config is None:
                continue
            variants = list(config.parts(PRODUCTION))
            count = config.get("ProductionVariants").length
            if endpoint_kind(endpoint) == "serverless" and len(variants) == count:
                given = [each.get("ServerlessConfig/ProvisionedConcurrency") for each in variants]
                if all(value.is_absent for value in given):
                    yield self.finding(
                        resource,
                        use.name,
                        f"{metric.name} is not published: no variant of {endpoint.logical_id} has "
                        "provisioned concurrency",
                        "set ServerlessConfig.ProvisionedConcurrency, or watch "
                        "ServerlessConcurrentExecutionsUtilization",
                    )
