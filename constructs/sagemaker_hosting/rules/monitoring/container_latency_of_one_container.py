"""SMH1122."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._models import served_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerLatencyOfOneContainer(Rule):
    """ContainerLatency is published where a model has several containers.

    A single container has ModelLatency, and an alarm on ContainerLatency never has data.
    """

    id = "SMH1122"
    title = "container latency of a model with one container"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("pipeline-metric-containerlatency",)
    pages = (118, 136)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-metrics.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such alarm."""
        for use, metric in endpoint_metric_uses(resource):
            if metric.name != "ContainerLatency":
                continue
            endpoint = watched_endpoint(resource, use)
            models = served_models(endpoint) if endpoint is not None else ()
            if models and all(_has_one_container(model) for model in models):
                yield self.finding(
                    resource,
                    use.name,
                    "ContainerLatency is not published for models of one container",
                    "watch ModelLatency",
                )


def _has_one_container(model: Resource) -> bool:
    """Return whether ``model`` certainly has a single container."""
    several = model.get("Containers")
    if several.is_absent:
        return model.get("PrimaryContainer").is_given
    return several.length == 1
