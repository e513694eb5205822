"""What a real-time endpoint tells CloudWatch, and what Application Auto Scaling can follow.

An alarm or a policy on a metric that is never published stays silent for ever, so the namespace,
the dimensions, the unit and the statistics matter as much as the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

INVOCATION_NAMESPACE: Final = "AWS/SageMaker"
"""Where invocations, errors and latencies are published."""
INSTANCE_NAMESPACE: Final = "/aws/sagemaker/Endpoints"
"""Where CPU, memory, disk and GPU use of the instances are published."""
NAMESPACES: Final = frozenset({INVOCATION_NAMESPACE, INSTANCE_NAMESPACE})

VARIANT_DIMENSION: Final = "sagemaker:variant:DesiredInstanceCount"
"""The scalable dimension of a production variant on instances."""
PROVISIONED_CONCURRENCY_DIMENSION: Final = "sagemaker:variant:DesiredProvisionedConcurrency"
COPY_COUNT_DIMENSION: Final = "sagemaker:inference-component:DesiredCopyCount"


@dataclass(frozen=True, slots=True)
class EndpointMetric:
    """A metric that SageMaker publishes for a real-time endpoint.

    Attributes:
        name: Its name in CloudWatch.
        namespace: Its namespace in CloudWatch.
        unit: Its CloudWatch unit.
        statistics: The statistics that mean something; empty when all do.
        dimension_sets: The sets of dimension names it is published with, each in sorted order.
        zero_or_one: Whether a data point is 0 or 1, so that an average never exceeds 1.
        ceiling: What bounds it: ``hundred``, 100 per ``vcpus``, 100 per ``gpus``; None for nothing.
        period: Seconds between data points.
        description: What it says, in one line.
        source: The ``https`` address of the page that says so.
        pages: Pages of the developer guide.
    """

    name: str
    namespace: str
    unit: str
    statistics: frozenset[str]
    dimension_sets: frozenset[tuple[str, ...]]
    zero_or_one: bool
    ceiling: Literal["hundred", "vcpus", "gpus"] | None
    period: int
    description: str
    source: str
    pages: tuple[int, ...]


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
    """Return the metric ``name`` of a real-time endpoint; None when it is not listed."""
    return endpoint_metrics().get(name)


def predefined_metric(name: str) -> PredefinedMetric | None:
    """Return the predefined scaling metric ``name``; None when it is not SageMaker's."""
    return predefined_metrics().get(name)


def predefined_for(dimension: str) -> Sequence[PredefinedMetric]:
    """Return the predefined metrics that can scale ``dimension``."""
    return [metric for metric in predefined_metrics().values() if metric.dimension == dimension]


@cache
def endpoint_metrics() -> Mapping[str, EndpointMetric]:
    """Return the metrics of a real-time endpoint by name."""
    data = _data()
    return {
        entry["name"]: EndpointMetric(
            name=entry["name"],
            namespace=entry["namespace"],
            unit=entry["unit"],
            statistics=frozenset(entry["statistics"]),
            dimension_sets=frozenset(
                tuple(data["dimensions"][name]) for name in entry["dimensions"]
            ),
            zero_or_one=entry.get("zero_or_one", False),
            ceiling=entry.get("ceiling"),
            period=entry.get("period", 60),
            description=entry["description"],
            source=data["sources"][entry["source"]],
            pages=tuple(entry["pages"]),
        )
        for entry in data["metrics"]
    }


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
