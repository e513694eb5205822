"""SMH2115."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.pipelines import PARAMETER_TYPES
from sagemaker_hosting.rules._pipelines import PIPELINE, definitions
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ParameterDefault(Rule):
    """A parameter is a String, an Integer, a Float or a Boolean, and so is its default."""

    id = "SMH2115"
    title = "default of another type"
    resource_types = (PIPELINE,)
    facts = ("pl-parameter-types", "pl-definition-version")
    pages = (643, 644, 739, 770, 771, 777)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-parameters.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each type that is unknown, or that its default has not."""
        for definition in definitions(resource):
            for parameter in definition.parts("Parameters/*"):
                kind, default = parameter.get("Type"), parameter.get("DefaultValue")
                if kind.text is None:
                    continue
                types = PARAMETER_TYPES.get(kind.text)
                if types is None:
                    message = f"Type is {kind.text!r}"
                    fix = f"set Type to {' or '.join(PARAMETER_TYPES)}"
                    yield self.finding(resource, kind, message, fix)
                elif default.is_known and type(default.raw) not in types:
                    message = f"the default {default.raw!r} is no {kind.text}"
                    fix = f"write a {kind.text}, or another Type"
                    yield self.finding(resource, default, message, fix)
