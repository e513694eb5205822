"""The definition of a pipeline: its parameters, its steps, and what they refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.template.documents import changed, read_document
from sagemaker_hosting.template.view import Resource, View, remembered

PIPELINE: Final = "AWS::SageMaker::Pipeline"
_BODY: Final = "PipelineDefinition/PipelineDefinitionBody"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a pipeline.

    Attributes:
        name: Its name; empty when it is not known.
        type: Its type, ``Transform``; empty when it is not known.
        view: The step; what it gets from parameters and other steps is unknown.
        raw: The step as written.
        condition: The name of the condition step that it is a branch of; None for one that is in
            the list of the pipeline itself.
    """

    name: str
    type: str
    view: View
    raw: dict[str, Any]
    condition: str | None


@remembered
def definitions(resource: Resource) -> Iterator[View]:
    """Yield the definition of a pipeline, as written, when it can be read: 0 or 1."""
    document = read_document(resource.get(_BODY).raw)
    if isinstance(document, dict):
        yield View(document, _BODY)


@remembered
def steps(resource: Resource) -> Iterator[Step]:
    """Yield the steps of a pipeline, each followed by those in the branches of a condition."""
    for definition in definitions(resource):
        yield from _steps(definition, "Steps", None)


def gets(raw: Any) -> Iterator[str]:
    """Yield what ``raw`` refers to: ``Parameters.X``, ``Steps.Train.ModelArtifacts...``."""
    open_ends = [raw]
    while open_ends:
        value = open_ends.pop(0)
        if isinstance(value, dict):
            path = value.get("Get")
            if isinstance(path, str) and len(value) == 1:
                yield path
            open_ends += value.values()
        elif isinstance(value, list):
            open_ends += value


def _steps(parent: View, path: str, condition: str | None) -> Iterator[Step]:
    for written in parent.parts(f"{path}/*"):
        raw = dict(written.properties)
        view = View(changed(raw, _at_run_time), written.path)
        name = view.get("Name").text or ""
        yield Step(name, view.get("Type").text or "", view, raw, condition)
        for branch in ("Arguments/IfSteps", "Arguments/ElseSteps"):
            yield from _steps(written, branch, name)


def _at_run_time(value: Any) -> Any:
    """Return what the pipeline fills in when it runs as an unknown."""
    if isinstance(value, dict) and len(value) == 1:
        ((function, argument),) = value.items()
        if function == "Get" or str(function).startswith("Std:"):
            return {f"Fn::{function}": argument}
    return value


def parameter_names(pipeline: Resource) -> frozenset[str] | None:
    """Return the names of the parameters of ``pipeline``; None unless all of them are known."""
    for definition in definitions(pipeline):
        listed = definition.get("Parameters")
        if listed.is_absent:
            return frozenset()
        names = [each.get("Name").text for each in definition.parts("Parameters/*")]
        if None in names or listed.length != len(names):
            return None
        return frozenset(name for name in names if name is not None)
    return None
