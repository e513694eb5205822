"""What endpoints tell CloudWatch, and what Application Auto Scaling can follow.

An alarm or a policy on a metric that is never published stays silent for ever, so the namespace,
the dimensions, the unit and the statistics matter as much as the name.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

INVOCATION_NAMESPACE: Final = "AWS/SageMaker"
"""Where invocations, errors and latencies are published."""
INSTANCE_NAMESPACE: Final = "/aws/sagemaker/Endpoints"
"""Where CPU, memory, disk and GPU use of the instances are published."""
COMPONENT_NAMESPACE: Final = "/aws/sagemaker/InferenceComponents"
"""Where CPU, memory and GPU use of the copies of inference components are published."""
NAMESPACES: Final = frozenset({INVOCATION_NAMESPACE, INSTANCE_NAMESPACE, COMPONENT_NAMESPACE})

EndpointKind = Literal["real-time", "serverless", "asynchronous", "component"]
"""The kinds of endpoint; ``component`` is an endpoint of inference components."""

VARIANT_DIMENSION: Final = "sagemaker:variant:DesiredInstanceCount"
"""The scalable dimension of a production variant on instances."""
PROVISIONED_CONCURRENCY_DIMENSION: Final = "sagemaker:variant:DesiredProvisionedConcurrency"
COPY_COUNT_DIMENSION: Final = "sagemaker:inference-component:DesiredCopyCount"


@dataclass(frozen=True, slots=True)
class EndpointMetric:
    """A metric that SageMaker publishes for an endpoint or an inference component.

    Attributes:
        name: Its name in CloudWatch.
        namespace: Its namespace in CloudWatch.
        unit: Its CloudWatch unit.
        statistics: The statistics that mean something; empty when all do.
        kinds: The kinds of endpoint that publish it; for serverless and asynchronous endpoints the
            developer guide lists exhaustively what they do.
        dimension_sets: The sets of dimension names it is published with, each in sorted order.
        zero_or_one: Whether a data point is 0 or 1, so that an average never exceeds 1.
        ratio: Whether it is a share of the whole, from 0 to 1.
        ceiling: What bounds it: ``hundred``, 100 per ``vcpus``, 100 per ``gpus``; None for nothing.
        falls_with_instances: Whether it falls as instances are added, so that target tracking can
            hold it.
        period: Seconds between data points.
        description: What it says, in one line.
        source: The ``https`` address of the page that says so.
        pages: Pages of the developer guide.
    """

    name: str
    namespace: str
    unit: str
    statistics: frozenset[str]
    kinds: frozenset[EndpointKind]
    dimension_sets: frozenset[tuple[str, ...]]
    zero_or_one: bool
    ratio: bool
    ceiling: Literal["hundred", "vcpus", "gpus"] | None
    falls_with_instances: bool
    period: int
    description: str
    source: str
    pages: tuple[int, ...]

    @property
    def default_statistic(self) -> str:
        """Return the statistic that says most: a sum of counts, a mean or a peak of the rest."""
        if self.unit in ("None", "Count") and "Sum" in self.statistics:
            return "Sum"
        if self.statistics and "Average" not in self.statistics:
            return "Maximum"
        return "Average"

    def dimensions_among(self, known: Collection[str]) -> tuple[str, ...] | None:
        """Return the largest set of its dimensions that ``known`` covers; None when none does."""
        covered = [names for names in self.dimension_sets if set(names) <= set(known)]
        return max(covered, key=lambda names: (len(names), names), default=None)


@dataclass(frozen=True, slots=True)
class PredefinedMetric:
    """A metric that a target tracking policy can follow by name.

    Attributes:
        name: The value of ``PredefinedMetricType``.
        dimension: The only scalable dimension it can be used with.
        metric: The CloudWatch metric behind it.
        high_resolution: Whether it is published every 10 seconds rather than every minute.
        pages: Pages of the developer guide.
    """

    name: str
    dimension: str
    metric: str
    high_resolution: bool
    pages: tuple[int, ...]


def endpoint_metric(name: str) -> EndpointMetric | None:
    """Return the metric ``name``; None when it is not listed.

    Where two namespaces have one of that name it is the one of the endpoint's instances.
    """
    return endpoint_metrics().get(name)


def metric_by_dimensions(name: str, known: Collection[str]) -> EndpointMetric | None:
    """Return the metric ``name`` that is published with some of the dimensions ``known``.

    So ``CPUUtilizationNormalized`` of an endpoint and of an inference component are told apart.
    """
    for metric in all_metrics():
        if metric.name == name and metric.dimensions_among(known) is not None:
            return metric
    return None


def is_multi_model_metric(metric: EndpointMetric) -> bool:
    """Return whether ``metric`` is published for multi-model endpoints only."""
    return "multi-model endpoints" in metric.description


def predefined_metric(name: str) -> PredefinedMetric | None:
    """Return the predefined scaling metric ``name``; None when it is not SageMaker's."""
    return predefined_metrics().get(name)


def predefined_for(dimension: str) -> Sequence[PredefinedMetric]:
    """Return the predefined metrics that can scale ``dimension``."""
    return [metric for metric in predefined_metrics().values() if metric.dimension == dimension]


@cache
def endpoint_metrics() -> Mapping[str, EndpointMetric]:
    """Return the metrics by name; of two with one name the one of the endpoint's instances."""
    by_name: dict[str, EndpointMetric] = {}
    for metric in all_metrics():
        by_name.setdefault(metric.name, metric)
    return by_name


@cache
def all_metrics() -> tuple[EndpointMetric, ...]:
    """Return every metric, in the order of the data."""
    data = _data()
    return tuple(
        EndpointMetric(
            name=entry["name"],
            namespace=entry["namespace"],
            unit=entry["unit"],
            statistics=frozenset(entry["statistics"]),
            kinds=frozenset(entry["kinds"]),
            dimension_sets=frozenset(
                tuple(data["dimensions"][name]) for name in entry["dimensions"]
            ),
            zero_or_one=entry.get("zero_or_one", False),
            ratio=entry.get("ratio", False),
            ceiling=entry.get("ceiling"),
            falls_with_instances=entry.get("falls_with_instances", True),
            period=entry.get("period", 60),
            description=entry["description"],
            source=data["sources"][entry["source"]],
            pages=tuple(entry["pages"]),
        )
        for entry in data["metrics"]
    )


@cache
def predefined_metrics() -> Mapping[str, PredefinedMetric]:
    """Return the predefined scaling metrics of SageMaker by name."""
    return {
        entry["name"]: PredefinedMetric(
            name=entry["name"],
            dimension=entry["dimension"],
            metric=entry["metric"],
            high_resolution=entry["high_resolution"],
            pages=tuple(entry["pages"]),
        )
        for entry in _data()["predefined"]
    }


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("metrics.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
