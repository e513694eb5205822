"""SMH2123."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, json_gets, needs, own_part, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConditionReadsEarly(Rule):
    """A file in S3 is no dependency: a condition has to name the step that writes it."""

    id = "SMH2123"
    title = "condition that may read too early"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-depends-on",)
    pages = (687, 688, 705)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each condition that waits for nobody."""
        for step in steps(resource):
            reads = any("S3Uri" in each for each in json_gets(own_part(step)))
            if reads and step.view.get("DependsOn").is_absent and not set(needs(step)):
                yield self.finding(
                    resource,
                    step.view,
                    f"the step {step.name} reads a file from S3 and depends on no step",
                    "name the step that writes the file in DependsOn",
                )
