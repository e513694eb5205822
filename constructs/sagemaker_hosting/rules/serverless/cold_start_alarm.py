"""SMH1320."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ColdStartAlarm(Rule):
    """After idle time, and whenever more requests come than are warm, a request waits for a start.

    That wait is part of OverheadLatency, and an alarm on it goes off without any fault.
    """

    id = "SMH1320"
    title = "latency alarm that counts cold starts"
    severity = Severity.INFO
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("sls-cold-start-causes",)
    pages = (227, 246)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each watched latency of an endpoint that keeps nothing warm."""
        for use, metric in endpoint_metric_uses(resource):
            if metric.name != "OverheadLatency":
                continue
            endpoint = watched_endpoint(resource, use)
            config = endpoint.related("EndpointConfig") if endpoint is not None else None
            for variant in serverless_variants(config) if config is not None else ():
                if variant.get("ServerlessConfig/ProvisionedConcurrency").is_absent:
                    yield self.finding(
                        resource,
                        use.name,
                        "OverheadLatency of a serverless endpoint includes its cold starts, and "
                        "nothing is kept warm",
                        "set ProvisionedConcurrency (provisioned_concurrency=), or watch "
                        "ModelLatency, which cold starts leave alone",
                    )
