"""Old and new fleets of an update, and variants side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sagemaker_hosting.cdk.dashboard.panels import MICROSECONDS, hidden, share
from sagemaker_hosting.cdk.dashboard.subject import Subject
from sagemaker_hosting.cdk.dashboard.widget import (
    FleetSearch,
    Graph,
    Line,
    MathLine,
    MetricLine,
)


def fleets(subject: Subject, *, counted: str, statistic: str) -> list[Graph]:
    """Return requests, errors and latency of the old and the new fleet.

    Args:
        subject: The variant.
        counted: The metric that has a data point for each request.
        statistic: The statistic of it that counts them.
    """
    new = subject.new_fleet
    if new is None:
        return [
            _searched("Requests by fleet", "per period", subject, counted, statistic),
            _searched("5xx answers by fleet", "per period", subject, "Invocation5XXErrors", "Sum"),
            _searched(
                "p99 latency by fleet",
                "milliseconds",
                subject,
                "ModelLatency",
                "p99",
                factor=MICROSECONDS,
            ),
        ]
    requests = _old_and_new(counted, subject.owner, new, statistic, "r")
    errors = _old_and_new("Invocation5XXErrors", subject.owner, new, "Sum", "e")
    return [
        Graph(
            title="Requests by fleet",
            unit="per period",
            lines=_old_and_new(counted, subject.owner, new, statistic, "r", shown=True),
            stacked=True,
        ),
        Graph(
            title="Error rate by fleet (5xx)",
            unit="% of requests",
            lines=[
                *requests,
                *errors,
                MathLine(expression=share("e_new", "r_new"), label="new fleet"),
                MathLine(expression=share("e_old", "r_old"), label="old fleet"),
            ],
            marks=subject.thresholds("", 100),
        ),
        Graph(
            title="p99 latency by fleet",
            unit="milliseconds",
            lines=[
                hidden("ModelLatency", new, "p99", "l_new"),
                hidden("ModelLatency", subject.owner, "p99", "l_both"),
                MathLine(expression=f"l_new / {MICROSECONDS}", label="new fleet"),
                MathLine(expression=f"l_both / {MICROSECONDS}", label="both fleets"),
            ],
            marks=subject.thresholds("ModelLatency", 1 / MICROSECONDS),
        ),
    ]


def side_by_side(subjects: Sequence[Subject]) -> list[Graph]:
    """Return requests, errors and latency of the variants of one endpoint, each with a line."""
    requests: list[Line] = []
    rates: list[Line] = []
    latencies: list[Line] = []
    for number, subject in enumerate(subjects):
        owner, label = subject.owner, subject.label
        requests.append(MetricLine(name="Invocations", owner=owner, label=label))
        rates += [
            hidden("Invocations", owner, "Sum", f"r{number}"),
            hidden("Invocation5XXErrors", owner, "Sum", f"e{number}"),
            MathLine(expression=share(f"e{number}", f"r{number}"), label=label),
        ]
        latencies += [
            hidden("ModelLatency", owner, "p99", f"l{number}"),
            MathLine(expression=f"l{number} / {MICROSECONDS}", label=label),
        ]
    return [
        Graph(title="Requests by variant", unit="per period", lines=requests),
        Graph(title="Error rate by variant (5xx)", unit="% of requests", lines=rates),
        Graph(title="p99 latency by variant", unit="milliseconds", lines=latencies),
    ]


def _old_and_new(
    name: str,
    both: Mapping[str, str],
    new: Mapping[str, str],
    statistic: str,
    id: str,
    *,
    shown: bool = False,
) -> list[Line]:
    """Return a metric of the new fleet (``<id>_new``) and of the old one (``<id>_old``).

    A new fleet without requests has no metric yet: a difference would be nothing, a sum ignores it.
    """
    return [
        hidden(name, both, statistic, f"{id}_both"),
        MetricLine(
            name=name,
            owner=new,
            statistic=statistic,
            label="new fleet" if shown else None,
            id=f"{id}_new",
            hidden=not shown,
        ),
        MathLine(expression=f"{id}_new * -1", id=f"{id}_less"),
        MathLine(
            expression=f"SUM([{id}_both, {id}_less])",
            label="old fleet" if shown else None,
            id=f"{id}_old",
        ),
    ]


def _searched(
    title: str, unit: str, subject: Subject, name: str, statistic: str, *, factor: int = 1
) -> Graph:
    search = FleetSearch(name=name, owner=subject.owner, statistic=statistic, factor=factor)
    return Graph(title=title, unit=unit, lines=[search])
