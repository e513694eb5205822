"""SMH1120."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import is_multi_model_metric
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._models import hosts_one_model, served_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelMetric(Rule):
    """Loading, unloading and cache hits of models are published by multi-model endpoints only.

    An alarm on them for another endpoint never has data.
    """

    id = "SMH1120"
    title = "multi-model metric of an endpoint without many models"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "metric-mme-modelloadingwaittime",
        "metric-mme-modelunloadingtime",
        "metric-mme-modeldownloadingtime",
        "metric-mme-modelloadingtime",
        "metric-mme-modelcachehit",
        "metric-mme-loadedmodelcount",
    )
    pages = (100, 101, 102, 103, 104)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-cloudwatch-metrics.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such metric."""
        for use, metric in endpoint_metric_uses(resource):
            endpoint = watched_endpoint(resource, use)
            if endpoint is None or not is_multi_model_metric(metric):
                continue
            models = served_models(endpoint)
            if models and all(hosts_one_model(model) for model in models):
                yield self.finding(
                    resource,
                    use.name,
                    f"{metric.name} is published for multi-model endpoints; this endpoint serves "
                    "one model a container",
                    "watch ModelLatency or OverheadLatency, or set Mode to MultiModel (MultiModel)",
                )
