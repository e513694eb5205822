"""SMH0565."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import watched_endpoint
from sagemaker_hosting.rules._metric_uses import MetricUse, metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MetricOfAnotherEndpoint(Rule):
    """A policy scales one endpoint; the metric it follows belongs to the endpoint it names."""

    id = "SMH0565"
    title = "scaling by the metric of another endpoint"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::CloudWatch::Alarm")
    facts = ("asyncas-recommended-metric", "asyncas-step-alarm")
    pages = (286, 288)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric of an endpoint that is not the scaled one."""
        for use in metric_uses(resource):
            for scaled in _scaled(resource):
                other = _other(resource, use, scaled)
                if other is not None:
                    yield self.finding(
                        resource,
                        use.values["EndpointName"],
                        f"the metric is of endpoint {other}, and the policy scales "
                        f"{scaled.get('EndpointName').text or scaled.logical_id}",
                        "name the scaled endpoint in the dimension EndpointName",
                    )


def _scaled(resource: Resource) -> Iterator[Resource]:
    """Yield the endpoints that a policy scales, or that an alarm has scaled."""
    policies = [resource]
    if resource.type == "AWS::CloudWatch::Alarm":
        policies = list(resource.all_related("ScalingPolicy"))
    for policy in policies:
        target = policy.related("ScalableTarget")
        endpoint = target.related("Endpoint") if target is not None else None
        if endpoint is not None:
            yield endpoint


def _other(resource: Resource, use: MetricUse, scaled: Resource) -> str | None:
    """Return the name of the endpoint that is watched instead of ``scaled``; None if it is not."""
    given = use.values.get("EndpointName")
    if given is None:
        return None
    watched = watched_endpoint(resource, use)
    if watched is not None:
        same = watched.logical_id == scaled.logical_id
        return None if same else given.text or watched.logical_id
    own = scaled.get("EndpointName").text
    differs = given.text is not None and own is not None and given.text != own
    return given.text if differs else None
