"""SMH2305."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._monitors import DEFINITIONS, SCHEDULE, inputs
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SOURCES: Final = ("EndpointInput", "BatchTransformInput")


class OneSourceOfData(Rule):
    """A job looks at what an endpoint captures, or at what batch transform jobs do."""

    id = "SMH2305"
    title = "monitoring job of both sources of data or of none"
    resource_types = (*DEFINITIONS, SCHEDULE)
    facts = ("mon-one-source",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-schedule-data-monitor.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each input with both or neither."""
        for each in inputs(resource):
            found = [each.get(name) for name in _SOURCES]
            if all(value.is_given for value in found):
                yield self.finding(
                    resource,
                    found[1],
                    "the job is to look at an endpoint and at batch transform jobs",
                    "keep EndpointInput or BatchTransformInput, and make a second job for the "
                    "other",
                )
            elif all(value.is_absent for value in found):
                yield self.finding(
                    resource,
                    each,
                    "the job has neither EndpointInput nor BatchTransformInput to look at",
                    "set one of them",
                )
