"""SMH0558."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import INSTANCE_NAMESPACE, NAMESPACES
from sagemaker_hosting.rules._metric_uses import MetricUse
from sagemaker_hosting.rules._scaling import (
    all_policies,
    is_asynchronous_target,
    watched_by,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BacklogNotFollowed(Rule):
    """The load of an asynchronous endpoint is its queue, or how busy its instances are.

    A policy on anything else leaves requests waiting.
    """

    id = "SMH0558"
    title = "asynchronous scaling without the backlog"
    severity = Severity.WARNING
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("asyncas-recommended-metric", "asyncas-metric-choice")
    pages = (286, 294, 295)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-autoscale.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target whose policies all look elsewhere."""
        if not is_asynchronous_target(resource):
            return
        policies = all_policies(resource)
        if policies and all(_looks_elsewhere(policy) for policy in policies):
            yield self.finding(
                resource,
                "",
                "no policy follows the backlog of the asynchronous endpoint",
                "track ApproximateBacklogSizePerInstance in AWS/SageMaker, with EndpointName as "
                "its only dimension and the statistic Average",
            )


def _looks_elsewhere(policy: Resource) -> bool:
    """Return whether ``policy`` certainly follows neither the queue nor the instances."""
    uses = watched_by(policy)
    return bool(uses) and all(_is_elsewhere(use) for use in uses)


def _is_elsewhere(use: MetricUse) -> bool:
    name, namespace = use.name.text, use.namespace.text
    if name is None or namespace not in NAMESPACES or namespace == INSTANCE_NAMESPACE:
        return False
    return "Backlog" not in name and name != "ApproximateAgeOfOldestRequest"
