"""Where an alarm or a scaling policy names a CloudWatch metric."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sagemaker_hosting.facts.metrics import (
    NAMESPACES,
    EndpointMetric,
    endpoint_metric,
    metric_by_dimensions,
)
from sagemaker_hosting.template.view import Resource, Value, View, remembered

ALARM = "AWS::CloudWatch::Alarm"
SCALING_POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"
_CUSTOMIZED = "TargetTrackingScalingPolicyConfiguration/CustomizedMetricSpecification"

# The namespaces hold metrics of other SageMaker resources as well.
_OURS: Final = frozenset({"EndpointName", "InferenceComponentName"})


@dataclass(frozen=True, slots=True)
class MetricUse:
    """One metric that is watched.

    Attributes:
        name: The metric's name.
        namespace: The metric's namespace.
        statistic: The plain statistic; absent when a percentile is taken.
        unit: The unit, when one is asked for.
        period: The seconds of a data point.
        dimensions: The dimension names in sorted order; None when some are not known.
        values: The value of each dimension whose name is known.
        watched: The metric as SageMaker publishes it, when it is one of an endpoint's.
    """

    name: Value
    namespace: Value
    statistic: Value
    unit: Value
    period: Value
    dimensions: tuple[str, ...] | None
    values: Mapping[str, Value]
    watched: EndpointMetric | None

    @property
    def is_one_value(self) -> bool:
        """Return whether a data point is of the size of a single value, not of a sum or a count."""
        if self.statistic.is_absent:  # a percentile, then
            return True
        return self.statistic.text is not None and self.statistic.text not in ("Sum", "SampleCount")


@remembered
def metric_uses(resource: Resource) -> Iterator[MetricUse]:
    """Yield the metrics that an alarm watches or a target tracking policy follows."""
    if resource.type == SCALING_POLICY:
        if not resource.get(_CUSTOMIZED).is_absent:
            yield from _used(resource.part(_CUSTOMIZED), "Statistic")
        queries = resource.parts(f"{_CUSTOMIZED}/Metrics/*/MetricStat")
    else:
        yield from _used(resource, "Statistic")
        queries = resource.parts("Metrics/*/MetricStat")
    for query in queries:
        metric = query.part("Metric")
        yield from _used(metric, "Stat", query)


@remembered
def endpoint_metric_uses(resource: Resource) -> Iterator[tuple[MetricUse, EndpointMetric]]:
    """Yield the uses of an endpoint's metric, in the namespace where it is published."""
    for use in metric_uses(resource):
        if use.watched is not None and use.namespace.text == use.watched.namespace:
            yield use, use.watched


def _used(metric: View, statistic: str, query: View | None = None) -> Iterator[MetricUse]:
    name = metric.get("MetricName")
    if name.is_absent:
        return
    namespace = metric.get("Namespace")
    dimensions = _dimension_names(metric)
    ours = namespace.text in NAMESPACES and (
        dimensions == () or not _OURS.isdisjoint(dimensions or ())
    )
    yield MetricUse(
        name=name,
        namespace=namespace,
        statistic=(query or metric).get(statistic),
        unit=(query or metric).get("Unit"),
        period=(query or metric).get("Period"),
        dimensions=dimensions,
        values={
            each.get("Name").text or "": each.get("Value") for each in metric.parts("Dimensions/*")
        },
        watched=_published(name.text, dimensions or ()) if ours and name.text else None,
    )


def _dimension_names(metric: View) -> tuple[str, ...] | None:
    listed = metric.get("Dimensions")
    if listed.is_absent:
        return ()
    if not isinstance(listed.raw, (list, tuple)):
        return None
    names = [View(item).get("Name").text for item in listed.raw]
    return None if None in names else tuple(sorted(name for name in names if name))


def _published(name: str, dimensions: tuple[str, ...]) -> EndpointMetric | None:
    """Return the metric ``name``; of two in two namespaces the one with such dimensions."""
    return metric_by_dimensions(name, dimensions) or endpoint_metric(name)
