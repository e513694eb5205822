"""SMH1116."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# Detailed observability adds dimensions of its own; of a set with others nothing is certain.
_KNOWN: Final = frozenset(
    {
        "ContainerName",
        "EndpointConfigName",
        "EndpointName",
        "Host",
        "InferenceComponentName",
        "ModelName",
        "VariantName",
    }
)


class MetricDimensions(Rule):
    """A metric is found by its exact set of dimensions; for an endpoint they include the variant.

    EndpointName alone, for one, is no published set, and the alarm or policy never has data.
    """

    id = "SMH1116"
    title = "metric without such dimensions"
    severity = Severity.WARNING
    resource_types = ("AWS::CloudWatch::Alarm", "AWS::ApplicationAutoScaling::ScalingPolicy")
    facts = (
        "metric-invocation-dims",
        "rollback-new-fleet-alarm-dimension",
        "metric-host-dimension",
        "mme-custom-metric-modelname-erratum",
        "async-metric-backlog-size",
        "async-metric-backlog-per-instance",
        "async-metric-oldest-age",
        "async-metric-has-backlog",
        "async-metric-requestdownloadfailures",
        "async-metric-responseuploadfailures",
        "async-metric-notificationfailures",
        "async-metric-requestdownloadlatency",
        "async-metric-responseuploadlatency",
        "async-metric-expiredrequests",
        "async-metric-invocationfailures",
        "async-metric-timeinbacklog",
        "async-metric-totalprocessingtime",
        "asyncas-recommended-metric",
        "metric-mme-dims",
        "mme-no-per-model-metrics",
        "zero-alarm",
        "metric-mce-variant-level",
    )
    pages = (99, 101, 104, 121, 136, 140, 278, 279, 280, 286, 328, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each set of dimensions that does not exist."""
        for use, metric in endpoint_metric_uses(resource):
            given = use.dimensions
            if not given or not _KNOWN.issuperset(given) or given in metric.dimension_sets:
                continue
            yield self.finding(
                resource,
                use.name,
                f"{metric.name} is not published with the dimensions {', '.join(given)}",
                "give the dimensions EndpointName and VariantName"
                if ("EndpointName", "VariantName") in metric.dimension_sets
                else "give the dimensions "
                + " or ".join(", ".join(names) for names in sorted(metric.dimension_sets)),
            )
