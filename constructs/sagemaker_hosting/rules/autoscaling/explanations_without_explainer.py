"""SMH0536."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._metric_uses import ALARM, endpoint_metric_uses
from sagemaker_hosting.rules._variants import SCALING_POLICY
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExplanationsWithoutExplainer(Rule):
    """ExplanationsPerInstance is published by endpoints with an explainer, and by no others."""

    id = "SMH0536"
    title = "explanations of an endpoint that gives none"
    resource_types = (SCALING_POLICY, ALARM)
    facts = ("as-explanations-metric",)
    pages = (162, 163)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-autoscaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a metric that is never published."""
        for use, metric in endpoint_metric_uses(resource):
            endpoint = watched_endpoint(resource, use)
            config = None if endpoint is None else endpoint.related("EndpointConfig")
            if metric.name != "ExplanationsPerInstance" or config is None:
                continue
            if config.get("ExplainerConfig").is_absent:
                yield self.finding(
                    resource,
                    use.name,
                    f"{config.logical_id} has no ExplainerConfig, so there are no explanations to "
                    "count",
                    "follow SageMakerVariantInvocationsPerInstance, or add ExplainerConfig",
                )
