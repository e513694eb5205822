"""SMH1173."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EndpointLogGroup(Rule):
    """Endpoints write their logs to /aws/sagemaker/Endpoints/<name>, with a capital E.

    Log group names are case-sensitive: a filter or a retention on another spelling has no
    effect.
    """

    id = "SMH1173"
    title = "log group that no endpoint writes to"
    severity = Severity.WARNING
    resource_types = (
        "AWS::Logs::LogGroup",
        "AWS::Logs::MetricFilter",
        "AWS::Logs::SubscriptionFilter",
    )
    facts = (
        "ssm-log-stream",
        "sls-log-group",
        "logs-group-endpoint",
    )
    pages = (143, 247, 281, 371)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/logging-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the wrong spelling."""
        name = resource.get("LogGroupName")
        if (outline(name.raw) or "").startswith("/aws/sagemaker/endpoints/"):
            yield self.finding(
                resource,
                name,
                "no endpoint writes to log groups below /aws/sagemaker/endpoints, without a "
                "capital E",
                "write /aws/sagemaker/Endpoints/<endpoint name>",
            )
