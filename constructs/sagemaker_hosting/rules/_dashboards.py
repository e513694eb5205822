"""The metrics that CloudWatch dashboards show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_intrinsic, is_known
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.view import Resource, Value, View, remembered

DASHBOARD: Final = "AWS::CloudWatch::Dashboard"

_SAME: Final = "."
_SAME_AS_BEFORE: Final = "..."


@dataclass(frozen=True, slots=True)
class ShownMetric:
    """A metric of a graph, as far as its names are known.

    Attributes:
        at: Where it stands.
        namespace: Its namespace.
        name: Its name.
        dimensions: The names of its dimensions, in sorted order.
    """

    at: Value
    namespace: str
    name: str
    dimensions: tuple[str, ...]


@remembered
def shown_metrics(resource: Resource) -> Iterator[ShownMetric]:
    """Yield the metrics of all graphs of a dashboard."""
    body = View(read_document(resource.get("DashboardBody").raw), "DashboardBody")
    for widget in body.parts("widgets/*"):
        if widget.get("type").text != "metric":
            continue
        before: Sequence[Any] = ()
        for value in widget.values("properties/metrics/*"):
            row = value.raw
            if not isinstance(row, list) or any(isinstance(part, dict) for part in row[:2]):
                before = ()
                continue
            before = _written_out(row, before)
            names = [*before[:2], *before[2::2]]
            if len(before) >= 2 and all(isinstance(n, str) and is_known(n) for n in names):
                yield ShownMetric(value, before[0], before[1], tuple(sorted(before[2::2])))


def _written_out(row: Sequence[Any], before: Sequence[Any]) -> Sequence[Any]:
    """Return namespace, name, and dimensions with values, as CloudWatch reads a row.

    A dot stands for what is at its place in the row before, three dots for all that is left out.
    """
    parts = [part for part in row if not isinstance(part, dict) or is_intrinsic(part)]
    if parts and parts[0] == _SAME_AS_BEFORE:
        return [*before[: max(len(before) - len(parts) + 1, 0)], *parts[1:]]
    return [
        before[place] if part == _SAME and place < len(before) else part
        for place, part in enumerate(parts)
    ]
