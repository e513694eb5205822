"""SMH1174."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import EndpointKind, EndpointMetric, endpoint_metrics
from sagemaker_hosting.rules._alarms import endpoint_kind, watched_endpoint
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MetricOfAnotherKind(Rule):
    """Serverless and asynchronous endpoints publish metrics of their own and lack others.

    An alarm on a metric that its endpoint does not publish never gets data, and never goes off.
    """

    id = "SMH1174"
    title = "metric that this kind of endpoint does not publish"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-async-metric-availability",
        "sls-metrics-exhaustive",
        "async-metrics-exhaustive",
        "metric-groups",
    )
    pages = (246, 247, 277, 278)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric that is never published."""
        for use, metric in endpoint_metric_uses(resource):
            endpoint = watched_endpoint(resource, use)
            kind = endpoint_kind(endpoint) if endpoint is not None else None
            if kind is None or kind in metric.kinds or not _is_certain(metric):
                continue
            yield self.finding(
                resource,
                use.name,
                f"{metric.name} is not published for {kind} endpoints",
                "watch a metric that is: " + ", ".join(_instead(kind)),
            )


def _is_certain(metric: EndpointMetric) -> bool:
    """Return whether a page says who publishes ``metric``, and not components alone do."""
    return bool(metric.pages) and metric.kinds != {"component"}


def _instead(kind: EndpointKind) -> list[str]:
    """Return the metrics of errors and latency that ``kind`` does publish."""
    return [
        name
        for name in ("Invocation5XXErrors", "InvocationFailures", "ModelLatency")
        if kind in endpoint_metrics()[name].kinds
    ]
