"""SMH1170."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import variant_names, watched_endpoint
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlarmOnMissingVariant(Rule):
    """Metrics are kept by the real name of the variant. AllTraffic is a name like any other.

    An alarm on a name that the endpoint does not have never gets data, and never goes off.
    """

    id = "SMH1170"
    title = "alarm on a variant that the endpoint has not"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "rollback-variantname-alltraffic-literal",
        "alarm-inputs",
    )
    pages = (136, 236, 327, 328, 329)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric of a variant that does not exist."""
        for use, metric in endpoint_metric_uses(resource):
            name = use.values.get("VariantName")
            endpoint = watched_endpoint(resource, use)
            config = endpoint.related("EndpointConfig") if endpoint is not None else None
            names = variant_names(config) if config is not None else None
            if name is None or name.text is None or names is None or name.text in names:
                continue
            yield self.finding(
                resource,
                name,
                f"{metric.name} of the variant {name.text!r} has no data: the endpoint has "
                f"{', '.join(map(repr, sorted(names)))}",
                "give the dimension VariantName the name of a variant of the endpoint",
            )
