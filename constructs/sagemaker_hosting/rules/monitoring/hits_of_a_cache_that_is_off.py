"""SMH1130."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._grants import models_of
from sagemaker_hosting.rules._metric_uses import ALARM, endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class HitsOfACacheThatIsOff(Rule):
    """Without a cache a model is unloaded after each request, so that none is found loaded.

    ModelCacheHit stays near 0, and an alarm on too few hits is always on.
    """

    id = "SMH1130"
    title = "alarm on a cache that is off"
    severity = Severity.WARNING
    resource_types = (ALARM,)
    facts = ("mme-cache-disabled-semantics",)
    pages = (106, 107)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-caching.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an alarm that is always on."""
        operator = resource.get("ComparisonOperator").text or ""
        if not operator.startswith("Less") or not resource.get("Metrics").is_absent:
            return
        for use, metric in endpoint_metric_uses(resource):
            endpoint = watched_endpoint(resource, use)
            if metric.name != "ModelCacheHit" or endpoint is None:
                continue
            settings = [
                container.get("MultiModelConfig/ModelCacheSetting").text
                for model in models_of(endpoint) or ()
                for container in containers(model)
                if container.get("Mode").text == "MultiModel"
            ]
            if settings and all(setting == "Disabled" for setting in settings):
                yield self.finding(
                    resource,
                    use.name,
                    f"the models of {endpoint.logical_id} are not cached, so ModelCacheHit stays "
                    "near 0",
                    "remove the alarm, or ModelCacheSetting Disabled",
                )
