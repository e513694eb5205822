"""SMH0557."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import (
    EndpointMetric,
    endpoint_metric,
    predefined_metric,
)
from sagemaker_hosting.rules._kinds import kind_of, publishes
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._scaling import PREDEFINED
from sagemaker_hosting.rules._variants import dimension
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value

_NAMES: Final = {"component": "inference component"}


class PolicyMetricOfAnotherKind(Rule):
    """Serverless and asynchronous endpoints publish metrics of their own, and lack others.

    InvocationsPerInstance is not published for asynchronous ones, though a page of the guide
    suggests it: the policy never has data.
    """

    id = "SMH0557"
    title = "policy on a metric that its endpoint does not publish"
    resource_types = ("AWS::ApplicationAutoScaling::ScalingPolicy",)
    facts = ("async-faq-invocationsperinstance-contradiction", "asyncas-recommended-metric")
    pages = (277, 286, 295)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-monitor.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric without data."""
        config = resource.related("EndpointConfig")
        kind = kind_of(config) if config is not None else None
        if kind is None:
            return
        for at, metric in _followed(resource):
            if not publishes(kind, metric):
                yield self.finding(
                    resource,
                    at,
                    f"{metric.name} is not published for {_NAMES.get(kind, kind)} endpoints",
                    "follow ApproximateBacklogSizePerInstance with EndpointName as its only "
                    "dimension"
                    if kind == "asynchronous"
                    else "follow a metric that the endpoint publishes",
                )


def _followed(policy: Resource) -> Iterator[tuple[Value, EndpointMetric]]:
    """Yield the metrics that ``policy`` follows, with where they are named."""
    predefined = policy.get(PREDEFINED)
    known = predefined_metric(predefined.text or "")
    # One of another dimension is refused for that already.
    if known is not None and known.dimension == dimension(policy):
        metric = endpoint_metric(known.metric)
        if metric is not None:
            yield predefined, metric
    for use, metric in endpoint_metric_uses(policy):
        yield use.name, metric
