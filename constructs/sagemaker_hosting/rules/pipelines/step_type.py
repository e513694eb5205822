"""SMH2107."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import STEP_TYPES
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepType(Rule):
    """A step is of one of the types that SageMaker Pipelines knows, spelled as they are."""

    id = "SMH2107"
    title = "step of an unknown type"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-step-types", "pl-definition-version")
    pages = (645, 739, 770, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each type that is not known."""
        for step in steps(resource):
            if step.type and step.type not in STEP_TYPES.value:
                near = [each for each in STEP_TYPES.value if each.lower() == step.type.lower()]
                yield self.finding(
                    resource,
                    step.view.get("Type"),
                    f"the step {step.name} has the type {step.type!r}",
                    f"write {near[0]}" if near else "write a type of the guide: Training, Lambda",
                )
