"""SMH2102."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, gets, own_part, parameter_names, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MARK: Final = "Parameters."


class UndeclaredParameter(Rule):
    """A step may use the parameters that its own pipeline declares, and no others."""

    id = "SMH2102"
    title = "parameter that is not declared"
    resource_types = (PIPELINE,)
    facts = ("pl-unique-name",)
    pages = (630, 643, 769)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each parameter that a step uses and nobody declares."""
        declared = parameter_names(resource)
        if declared is None:
            return
        for step in steps(resource):
            used = {path.split(".")[1] for path in gets(own_part(step)) if path.startswith(_MARK)}
            for name in sorted(used - declared):
                yield self.finding(
                    resource,
                    step.view,
                    f"the step {step.name} uses the parameter {name}, which is not declared",
                    f"declare {name} in Parameters",
                )
