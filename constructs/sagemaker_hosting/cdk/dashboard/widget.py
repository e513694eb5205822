"""The widgets of a dashboard, as CloudWatch writes them.

A dashboard is one text. It is put together here, and given to CloudFormation as one resource: the
CDK's own widgets would ask Node.js for every metric of every graph.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.facts.limits import STANDARD_METRIC_PERIOD
from sagemaker_hosting.facts.metrics import metric_by_dimensions

PERIOD: Final = STANDARD_METRIC_PERIOD.value
"""Seconds of a data point; CloudWatch takes longer ones where a long time is shown."""
WIDTH: Final = 24
"""How many columns a dashboard has."""
_GRAPH_HEIGHT: Final = 6
_ALARMS_IN_A_ROW: Final = 4


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What all graphs of one endpoint share.

    Attributes:
        region: Where its metrics are.
        account: Whose they are. None: those of the dashboard's own account.
    """

    region: str
    account: str | None = None


@dataclass(frozen=True, kw_only=True)
class MetricLine:
    """A metric as it is published.

    Attributes:
        name: Its CloudWatch name.
        owner: The dimensions of what it belongs to; those it is not published with are left out.
        statistic: None: the one that says most of it.
        label: What the legend says. None: the name of the metric.
        id: What expressions call it. None: none does.
        hidden: Whether only expressions use it.
    """

    name: str
    owner: Mapping[str, str]
    statistic: str | None = None
    label: str | None = None
    id: str | None = None
    hidden: bool = False

    def render(self, frame: Frame) -> list[Any]:
        """Return an element of ``metrics``."""
        known = metric_by_dimensions(self.name, self.owner)
        assert known is not None, self.name
        options: Properties = {"stat": self.statistic or known.default_statistic}
        if self.label is not None:
            options["label"] = self.label
        if self.id is not None:
            options["id"] = self.id
        if self.hidden:
            options["visible"] = False
        if frame.account is not None:
            options["accountId"] = frame.account
        names = known.dimensions_among(self.owner) or ()
        dimensions = [part for name in names for part in (name, self.owner[name])]
        return [known.namespace, self.name, *dimensions, options]


@dataclass(frozen=True, kw_only=True)
class MathLine:
    """Metric math over the lines of the same graph.

    Attributes:
        expression: The expression.
        label: What the legend says. None: nothing, it is for other expressions.
        id: What other expressions call it. None: none does.
    """

    expression: str
    label: str | None = None
    id: str | None = None

    def render(self, frame: Frame) -> list[Any]:
        """Return an element of ``metrics``."""
        options: Properties = {"expression": self.expression}
        if self.label is not None:
            options["label"] = self.label
        else:
            options["visible"] = False
        if self.id is not None:
            options["id"] = self.id
        return [options]


@dataclass(frozen=True, kw_only=True)
class FleetSearch:
    """One line for each configuration that an endpoint has run, found when the graph is drawn.

    Attributes:
        name: The CloudWatch name of the metric.
        owner: The dimensions of the variant.
        statistic: The statistic.
        factor: What the metric is divided by.
    """

    name: str
    owner: Mapping[str, str]
    statistic: str
    factor: int = 1

    def render(self, frame: Frame) -> list[Any]:
        """Return an element of ``metrics``."""
        named = [*self.owner, "EndpointConfigName"]
        known = metric_by_dimensions(self.name, named)
        assert known is not None, self.name
        schema = ",".join([known.namespace, *named])
        terms = " ".join(f'{name}="{value}"' for name, value in self.owner.items())
        search = (
            f"SEARCH('{{{schema}}} {terms} MetricName=\"{self.name}\"', "
            f"'{self.statistic}', {PERIOD})"
        )
        if self.factor != 1:
            search = f"{search} / {self.factor}"
        options = {"expression": search, "label": "${PROP('Dim.EndpointConfigName')}"}
        if frame.account is not None:
            options["accountId"] = frame.account
        return [options]


Line = MetricLine | MathLine | FleetSearch


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A horizontal line: the threshold of an alarm, a limit or a target of scaling.

    Attributes:
        label: What it is.
        value: Where it lies, in the unit of the graph; may be a number token.
    """

    label: str
    value: float


@dataclass(frozen=True, kw_only=True)
class Graph:
    """Metrics over time.

    Attributes:
        title: The title.
        unit: The unit of all lines.
        lines: The lines.
        marks: The horizontal lines.
        stacked: Whether the lines are parts of a whole.
    """

    title: str
    unit: str
    lines: Sequence[Line]
    marks: Sequence[Mark] = ()
    stacked: bool = False

    height = _GRAPH_HEIGHT

    def render(self, frame: Frame) -> Properties:
        """Return ``type`` and ``properties`` of the widget."""
        properties: Properties = {
            "view": "timeSeries",
            "title": self.title,
            "region": frame.region,
            "period": PERIOD,
            "stacked": self.stacked,
            "metrics": [line.render(frame) for line in self.lines],
            "yAxis": {"left": {"min": 0, "label": self.unit, "showUnits": False}},
        }
        if self.marks:
            properties["annotations"] = {
                "horizontal": [
                    {"label": mark.label, "value": mark.value, "yAxis": "left"}
                    for mark in self.marks
                ]
            }
        return {"type": "metric", "properties": properties}


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A line of Markdown above what belongs together.

    Attributes:
        markdown: The text.
    """

    markdown: str

    height = 1

    def render(self, frame: Frame) -> Properties:
        """Return ``type`` and ``properties`` of the widget."""
        return {"type": "text", "properties": {"markdown": self.markdown}}


@dataclass(frozen=True, kw_only=True)
class AlarmStatus:
    """The state of alarms.

    Attributes:
        title: The title.
        arns: Their ARNs, 1 to 100.
    """

    title: str
    arns: Sequence[str]

    @property
    def height(self) -> int:
        """Rows of the grid that the alarms take."""
        return 1 + -(-len(self.arns) // _ALARMS_IN_A_ROW)

    def render(self, frame: Frame) -> Properties:
        """Return ``type`` and ``properties`` of the widget."""
        return {"type": "alarm", "properties": {"title": self.title, "alarms": list(self.arns)}}


Widget = Graph | Heading | AlarmStatus
Row = Sequence[Widget]


def placed(rows: Sequence[tuple[Frame, Row]], top: int = 0) -> tuple[list[Properties], int]:
    """Return the widgets of ``rows`` with their places, and the first grid row below them.

    Args:
        rows: The rows, each divided evenly between its widgets.
        top: Where they begin.
    """
    widgets: list[Properties] = []
    for frame, row in rows:
        width = WIDTH // len(row)
        height = max(widget.height for widget in row)
        for column, widget in enumerate(row):
            place = {"x": column * width, "y": top, "width": width, "height": height}
            widgets.append({**widget.render(frame), **place})
        top += height
    return widgets, top
