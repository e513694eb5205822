"""The alarms that an endpoint or a component was declared with, for whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sagemaker_hosting.cdk._l1 import Properties


@dataclass(frozen=True, kw_only=True)
class DeclaredAlarm:
    """An alarm of an endpoint or an inference component.

    Attributes:
        arn: Its ARN; a token until deployment, unless it exists already.
        rolls_back: Whether it takes updates back.
        properties: Its CloudFormation properties; empty for an alarm of the user's own.
    """

    arn: str
    rolls_back: bool
    properties: Properties

    @property
    def metric_name(self) -> str | None:
        """The CloudWatch name of its metric; "" for the error rate, None when it is not known."""
        if self._queries:
            return ""
        name: str | None = self.properties.get("MetricName")
        return name

    @property
    def statistic(self) -> str:
        """Its statistic; "" where it is metric math."""
        given = self.properties.get("Statistic") or self.properties.get("ExtendedStatistic")
        return given or ""

    @property
    def threshold(self) -> Any:
        """Its threshold, in the unit of the metric; may be a token."""
        return self.properties.get("Threshold")

    def is_of(self, owner: Mapping[str, str]) -> bool:
        """Return whether it watches what has the dimensions ``owner``, or one fleet of that."""
        dimensions = {
            each["Name"]: each["Value"]
            for each in self._dimensions
            if each["Name"] != "EndpointConfigName"
        }
        return bool(dimensions) and dimensions.items() <= owner.items()

    @property
    def _queries(self) -> list[Properties]:
        queries: list[Properties] = self.properties.get("Metrics") or []
        return queries

    @property
    def _dimensions(self) -> list[Properties]:
        for query in self._queries:
            if "MetricStat" in query:
                of_query: list[Properties] = query["MetricStat"]["Metric"]["Dimensions"]
                return of_query
        dimensions: list[Properties] = self.properties.get("Dimensions") or []
        return dimensions
