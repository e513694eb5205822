"""SMH2110."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NestedCondition(Rule):
    """The guide does not support a condition in a branch of another one."""

    id = "SMH2110"
    title = "condition inside a condition"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-condition-limits",)
    pages = (664, 744, 769)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each condition in a branch."""
        for step in steps(resource):
            if step.type == "Condition" and step.condition is not None:
                yield self.finding(
                    resource,
                    step.view,
                    f"the condition {step.name} is in a branch of {step.condition}",
                    "put it into the list of the pipeline, and let it depend on a step of the "
                    "branch",
                )
