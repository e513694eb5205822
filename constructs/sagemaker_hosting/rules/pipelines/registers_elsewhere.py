"""SMH2118."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules._registry import GROUP
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class RegistersElsewhere(Rule):
    """A group that does not exist is created by the pipeline, outside of the stack."""

    id = "SMH2118"
    title = "registration into a group of another name"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-register-arguments",)
    pages = (657, 661, 767, 768)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each step that registers into none of the template's groups."""
        if resource.template is None:
            return
        groups = _group_names(resource.template)
        for step in steps(resource):
            name = step.view.get("Arguments/ModelPackageGroupName")
            if step.type != "RegisterModel" or name.text is None or name.text.startswith("arn:"):
                continue
            if groups and None not in groups and name.text not in groups:
                yield self.finding(
                    resource,
                    name,
                    f"the step {step.name} registers into {name.text}, and the template has "
                    f"{', '.join(filter(None, groups))}",
                    "write the name of the group, by Ref or Fn::GetAtt",
                )


@remembered
def _group_names(template: Resources) -> Iterator[str | None]:
    """Yield the name of each group of the template; None for one that is not known."""
    for group in template.of_type(GROUP):
        yield group.get("ModelPackageGroupName").text
