"""SMH2124."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, Step, gets, json_gets, own_part, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_OUTPUTS: Final = "Arguments/ProcessingOutputConfig/Outputs"


class PropertyFile(Rule):
    """A property file is an output of the processing step that lists it, by the output's name."""

    id = "SMH2124"
    title = "property file that is not there"
    resource_types = (PIPELINE,)
    facts = ("pl-property-files",)
    pages = (705, 706, 764)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-propertyfile.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each file without an output, and each read of no file."""
        for step in steps(resource):
            outputs = step.view.get(_OUTPUTS)
            names = [value.text for value in step.view.values(f"{_OUTPUTS}/*/OutputName")]
            for value in step.view.values("PropertyFiles/*/OutputName"):
                known = outputs.is_absent or (outputs.length == len(names) and None not in names)
                if known and value.text is not None and value.text not in names:
                    yield self.finding(
                        resource,
                        value,
                        f"the step {step.name} has no output {value.text}",
                        f"write {' or '.join(filter(None, names)) or 'an output of the step'}",
                    )
            yield from self._reads(resource, step)

    def _reads(self, resource: Resource, step: Step) -> Iterator[Finding]:
        """Yield one finding for each property file that ``step`` reads and nobody lists."""
        read = list(json_gets(own_part(step)))
        listed = {other.name: _files(other) for other in steps(resource)} if read else {}
        for each in read:
            for path in gets(each.get("PropertyFile")):
                parts = path.split(".")
                if len(parts) != 4 or parts[2] != "PropertyFiles":
                    continue
                files = listed.get(parts[1])
                if files is not None and parts[3] not in files:
                    yield self.finding(
                        resource,
                        step.view,
                        f"the step {parts[1]} lists no property file {parts[3]}",
                        f"list it in PropertyFiles of {parts[1]}",
                    )


def _files(step: Step) -> frozenset[str] | None:
    """Return the property files that ``step`` lists; None unless all of them are known."""
    listed = step.view.get("PropertyFiles")
    names = [value.text for value in step.view.values("PropertyFiles/*/PropertyFileName")]
    if not listed.is_absent and (listed.length != len(names) or None in names):
        return None
    return frozenset(name for name in names if name is not None)
