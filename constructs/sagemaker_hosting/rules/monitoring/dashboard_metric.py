"""SMH1191."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import NAMESPACES, all_metrics, endpoint_metric
from sagemaker_hosting.rules._dashboards import DASHBOARD, ShownMetric, shown_metrics
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_OURS: Final = frozenset({"EndpointName", "InferenceComponentName"})


class DashboardMetric(Rule):
    """A graph finds a metric by its namespace and its exact set of dimensions.

    Invocations lie in AWS/SageMaker, the use of instances in /aws/sagemaker/Endpoints, and both
    have EndpointName and VariantName; with others the graph stays empty.
    """

    id = "SMH1191"
    title = "graph of a metric that does not exist"
    severity = Severity.WARNING
    resource_types = (DASHBOARD,)
    facts = (
        "metric-invocation-dims",
        "metric-instance-namespaces",
        "async-metric-backlog-size",
        "async-metric-backlog-per-instance",
    )
    pages = (134, 136, 137, 278)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each metric of a graph that is published otherwise."""
        for shown in shown_metrics(resource):
            if shown.namespace not in NAMESPACES or _OURS.isdisjoint(shown.dimensions):
                continue
            known = [metric for metric in all_metrics() if metric.name == shown.name]
            places = {metric.namespace for metric in known}
            if places and shown.namespace not in places:
                yield self.finding(
                    resource,
                    shown.at,
                    f"{shown.name} is not published in {shown.namespace}",
                    f"write {' or '.join(sorted(places))}",
                )
            elif known and _misses(shown):
                yield self.finding(
                    resource,
                    shown.at,
                    f"{shown.name} is not published with the dimensions "
                    f"{', '.join(shown.dimensions)}",
                    f"give it {_usual(shown.name)}",
                )


def _misses(shown: ShownMetric) -> bool:
    """Return whether no metric is published with just these dimensions."""
    here = [
        metric
        for metric in all_metrics()
        if metric.name == shown.name and metric.namespace == shown.namespace
    ]
    sets = {names for metric in here for names in metric.dimension_sets}
    listed = {name for metric in all_metrics() for names in metric.dimension_sets for name in names}
    # Detailed observability adds dimensions; of a set with others nothing is certain.
    return listed.issuperset(shown.dimensions) and shown.dimensions not in sets


def _usual(name: str) -> str:
    metric = endpoint_metric(name)
    assert metric is not None
    usual = ("EndpointName", "VariantName")
    chosen = usual if usual in metric.dimension_sets else min(metric.dimension_sets, key=len)
    return " and ".join(chosen)
