"""SMH1115."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import INVOCATION_NAMESPACE
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MissingDataBreaching(Rule):
    """Without requests an endpoint publishes no errors and no latencies.

    With breaching, a quiet night goes off as an alarm, and a rollback alarm undoes a good
    deployment.
    """

    id = "SMH1115"
    title = "silence counts as failure"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-missing-data-notbreaching",
        "zero-metric-semantics",
    )
    pages = (328, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an alarm on silence."""
        missing = resource.get("TreatMissingData")
        if missing.text == "breaching":
            for _, metric in endpoint_metric_uses(resource):
                if metric.namespace == INVOCATION_NAMESPACE:
                    yield self.finding(
                        resource,
                        missing,
                        f"missing data of {metric.name} counts as breaching",
                        "set TreatMissingData to notBreaching",
                    )
                    return
