"""Graphs that several kinds of endpoint have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from sagemaker_hosting.cdk.dashboard.subject import COUNTING, Subject
from sagemaker_hosting.cdk.dashboard.widget import (
    Graph,
    Line,
    MathLine,
    MetricLine,
)

MICROSECONDS: Final = 1000
"""In a millisecond, which is what the graphs show."""


def counts(
    title: str,
    subject: Subject,
    names: Mapping[str, str],
    *,
    statistic: str = "Sum",
    unit: str = "per period",
) -> Graph:
    """Return how many of each of ``names`` (metric name: label) there were."""
    counted = statistic if statistic in COUNTING else None
    marks = [mark for name in names for mark in subject.thresholds(name, counted=counted)]
    lines = [
        MetricLine(name=name, owner=subject.owner, statistic=statistic, label=label)
        for name, label in names.items()
    ]
    return Graph(title=title, unit=unit, lines=lines, marks=marks)


def values(
    title: str,
    subject: Subject,
    names: Mapping[str, str],
    *,
    unit: str,
    statistics: Sequence[str] = ("Average", "Maximum"),
) -> Graph:
    """Return each of ``names`` (metric name: label) with each statistic."""
    lines = [
        MetricLine(
            name=name,
            owner=subject.owner,
            statistic=statistic,
            label=f"{label} {statistic.lower()}".strip(),
        )
        for name, label in names.items()
        for statistic in statistics
    ]
    marks = [mark for name in names for mark in subject.thresholds(name)]
    return Graph(title=title, unit=unit, lines=lines, marks=marks)


def durations(
    title: str,
    subject: Subject,
    names: Mapping[str, str],
    statistics: Sequence[str],
    *,
    microseconds: bool = True,
) -> Graph:
    """Return each of ``names`` (metric name: label) in milliseconds.

    Args:
        title: The title.
        subject: Whose.
        names: The metrics.
        statistics: The statistics, such as percentiles.
        microseconds: Whether they are published in microseconds, otherwise in milliseconds.
    """
    factor = 1 / MICROSECONDS if microseconds else 1
    lines: list[Line] = []
    for number, (name, statistic, label) in enumerate(
        (name, statistic, f"{label} {statistic}".strip())
        for name, label in names.items()
        for statistic in statistics
    ):
        line = MetricLine(
            name=name,
            owner=subject.owner,
            statistic=statistic,
            label=label,
            id=f"t{number}" if microseconds else None,
            hidden=microseconds,
        )
        lines.append(line)
        if microseconds:
            lines.append(MathLine(expression=f"t{number} / {MICROSECONDS}", label=label))
    marks = [mark for name in names for mark in subject.thresholds(name, factor)]
    return Graph(title=title, unit="milliseconds", lines=lines, marks=marks)


def error_rate(subject: Subject) -> Graph:
    """Return the share of requests that fail, in percent."""
    owner = subject.owner
    return Graph(
        title="Error rate",
        unit="% of requests",
        lines=[
            MetricLine(name="Invocations", owner=owner, id="requests", hidden=True),
            MetricLine(name="Invocation4XXErrors", owner=owner, id="e4", hidden=True),
            MetricLine(name="Invocation5XXErrors", owner=owner, id="e5", hidden=True),
            MathLine(expression=share("e5", "requests"), label="5xx"),
            MathLine(expression=share("e4", "requests"), label="4xx"),
        ],
        marks=subject.thresholds("", 100),
    )


def answered_error_rate(subject: Subject) -> Graph:
    """Return the share of what a queue handed on that failed, in percent."""
    owner = subject.owner
    return Graph(
        title="Error rate",
        unit="% of requests",
        lines=[
            MetricLine(
                name="Invocation4XXErrors", owner=owner, statistic="Average", id="e4", hidden=True
            ),
            MetricLine(
                name="Invocation5XXErrors", owner=owner, statistic="Average", id="e5", hidden=True
            ),
            MathLine(expression="e5 * 100", label="5xx"),
            MathLine(expression="e4 * 100", label="4xx"),
        ],
        marks=subject.thresholds("", 100),
    )


def container_latency(subject: Subject, statistic: str) -> Graph:
    """Return how long each container of several takes to answer."""
    lines: list[Line] = []
    for number, host in enumerate(subject.containers):
        owner = {**subject.owner, "ContainerName": host}
        lines += [
            hidden("ContainerLatency", owner, statistic, f"c{number}"),
            MathLine(expression=f"c{number} / {MICROSECONDS}", label=host),
        ]
    return Graph(title=f"Container latency, {statistic}", unit="milliseconds", lines=lines)


def instances(subject: Subject, by: Line | None, *used: Line) -> Graph:
    """Return how many instances a variant runs on, beside the limits of its scaling.

    Args:
        subject: The variant.
        by: What says so exactly, while there is something to do. None: nothing does.
        used: What ``by`` is computed from.
    """
    samples = MetricLine(
        name="MemoryUtilization",
        owner=subject.owner,
        statistic="SampleCount",
        id="samples",
        hidden=True,
    )
    # Each instance publishes a data point in so many seconds, with and without requests.
    estimate = MathLine(
        expression=f"samples * {subject.sample_seconds} / PERIOD(samples)",
        label="by data points (estimate)",
    )
    exact = [] if by is None else [*used, by]
    return Graph(
        title="Instances",
        unit="instances",
        lines=[*exact, samples, estimate],
        marks=subject.limits(),
    )


def utilization(subject: Subject) -> list[Graph]:
    """Return how busy the instances of a variant are."""
    graphs = [
        values("CPU (100 % for each vCPU)", subject, {"CPUUtilization": ""}, unit="%"),
        values(
            "Memory and disk",
            subject,
            {"MemoryUtilization": "memory", "DiskUtilization": "disk"},
            unit="%",
            statistics=("Maximum",),
        ),
    ]
    if subject.has_gpu:
        graphs.append(
            values(
                "GPU (100 % for each GPU)",
                subject,
                {"GPUUtilization": "use", "GPUMemoryUtilization": "memory"},
                unit="%",
            )
        )
    return graphs


def share(part: str, whole: str) -> str:
    """Return what share ``part`` is of ``whole``, in percent; 0 while there is nothing."""
    return f"IF({whole} > 0, FILL({part}, 0) / {whole} * 100, 0)"


def hidden(name: str, owner: Mapping[str, str], statistic: str, id: str) -> MetricLine:
    """Return a metric that only expressions use."""
    return MetricLine(name=name, owner=owner, statistic=statistic, id=id, hidden=True)
