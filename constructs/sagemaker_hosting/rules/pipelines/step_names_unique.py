"""SMH2106."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepNamesUnique(Rule):
    """A step stands once in a pipeline: in its list, or in one branch of one condition."""

    id = "SMH2106"
    title = "two steps of one name"
    resource_types = (PIPELINE,)
    facts = ("pl-condition-limits", "pl-definition-version")
    pages = (664, 739, 744, 769, 770, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each step whose name is taken."""
        taken: set[str] = set()
        for step in steps(resource):
            if step.name in taken:
                yield self.finding(
                    resource,
                    step.view.get("Name"),
                    f"there is another step {step.name}",
                    "give each step a name of its own, also in the two branches of a condition",
                )
            if step.name:
                taken.add(step.name)
