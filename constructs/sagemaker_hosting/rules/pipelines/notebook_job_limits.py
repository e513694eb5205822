"""SMH2132."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.tokens import is_intrinsic
from sagemaker_hosting.facts.limits import Range
from sagemaker_hosting.facts.pipelines import (
    NOTEBOOK_COUNTS,
    NOTEBOOK_PARAMETER_LENGTHS,
    NOTEBOOK_VARIABLE_LENGTH,
    NOTEBOOK_VARIABLES,
)
from sagemaker_hosting.rules._pipelines import PIPELINE, is_notebook_job, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value

# What the SDK itself sets.
_ITS_OWN: Final = ("AWS_", "SM_")


class NotebookJobLimits(Rule):
    """A notebook job takes so many parameters, variables, subnets and security groups."""

    id = "SMH2132"
    title = "notebook job out of bounds"
    resource_types = (PIPELINE,)
    facts = ("nb-limits",)
    pages = (939, 950, 952)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-auto-run.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each list that is too long, and each text that is."""
        for step in filter(is_notebook_job, steps(resource)):
            for path, limit in NOTEBOOK_COUNTS.items():
                value = step.view.get(path)
                count = len(value.raw) if isinstance(value.raw, dict) else value.length
                if count is not None and not is_intrinsic(value.raw):
                    yield from self._counted(resource, value, count, limit.value)
            variables = [
                value
                for value in step.view.values("Arguments/Environment/*")
                if not value.path.rpartition("/")[2].startswith(_ITS_OWN)
            ]
            most = Range(0, NOTEBOOK_VARIABLES.value)
            environment = step.view.get("Arguments/Environment")
            yield from self._counted(resource, environment, len(variables), most)
            for value in variables:
                yield from self._long(resource, value, NOTEBOOK_VARIABLE_LENGTH.value)
            for value in step.view.values("Arguments/HyperParameters/*"):
                yield from self._long(resource, value, NOTEBOOK_PARAMETER_LENGTHS.value[1])

    def _counted(
        self, resource: Resource, value: Value, count: int, limit: Range
    ) -> Iterator[Finding]:
        if not limit.holds(count):
            name = value.path.rpartition("/")[2]
            message = f"{name} has {count} entries; allowed are {limit}"
            yield self.finding(resource, value, message, "pass the rest in a file")

    def _long(self, resource: Resource, value: Value, limit: int) -> Iterator[Finding]:
        if len(value.text or "") > limit:
            message = f"the text has {len(value.text or '')} characters; allowed are {limit}"
            yield self.finding(resource, value, message, "pass it in a file")
