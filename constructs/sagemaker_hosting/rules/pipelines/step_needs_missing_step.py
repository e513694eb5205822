"""SMH2108."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, needs, step_names, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepNeedsMissingStep(Rule):
    """What a step depends on, and what it reads, are steps of the same pipeline."""

    id = "SMH2108"
    title = "step that needs a step that is not there"
    resource_types = (PIPELINE,)
    facts = ("pl-definition-version", "pl-depends-on")
    pages = (687, 688, 705, 739, 770, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each step that is needed and missing."""
        there = step_names(resource)
        if there is None:
            return
        for step in steps(resource):
            for name in sorted(set(needs(step)) - there):
                yield self.finding(
                    resource,
                    step.view,
                    f"the step {step.name} needs {name}, and there is no such step",
                    "write the name of a step of this pipeline",
                )
