"""The definition of a pipeline: its parameters, its steps, and what they refer to."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.template.documents import changed, read_document
from sagemaker_hosting.template.view import Resource, View, remembered

PIPELINE: Final = "AWS::SageMaker::Pipeline"
BODY: Final = "PipelineDefinition/PipelineDefinitionBody"


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
    definition = View(read_document(resource.get(BODY).raw), BODY)
    if definition.is_known:
        yield definition


@remembered
def steps(resource: Resource) -> Iterator[Step]:
    """Yield the steps of a pipeline, each followed by those in the branches of a condition."""
    for definition in definitions(resource):
        yield from _steps(definition, "Steps", None)


def gets(raw: Any) -> Iterator[str]:
    """Yield what ``raw`` refers to: ``Parameters.X``, ``Steps.Train.ModelArtifacts...``."""
    open_ends = [raw]
    while open_ends:
        value = open_ends.pop()
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


def step_names(pipeline: Resource) -> frozenset[str] | None:
    """Return the names of all steps of ``pipeline``; None unless all of them are known."""
    for definition in definitions(pipeline):
        found = steps(pipeline)
        written = sum(_count(view, path) for view, path in _lists(definition))
        if len(found) != written or not all(step.name for step in found):
            return None
        return frozenset(step.name for step in found)
    return None


def own_part(step: Step) -> dict[str, Any]:
    """Return a step as written, without the steps in its branches."""
    raw = dict(step.raw)
    arguments = raw.get("Arguments")
    if isinstance(arguments, dict):
        branches = ("IfSteps", "ElseSteps")
        raw["Arguments"] = {name: v for name, v in arguments.items() if name not in branches}
    return raw


def needs(step: Step) -> Iterator[str]:
    """Yield the names of the steps that ``step`` certainly runs after."""
    for path in gets(own_part(step)):
        parts = path.split(".")
        if parts[0] == "Steps" and len(parts) > 1:
            yield parts[1]
    for value in step.view.values("DependsOn/*"):
        if value.text is not None:
            yield value.text
    if step.condition:
        yield step.condition


def _lists(parent: View) -> Iterator[tuple[View, str]]:
    """Yield each list of steps below ``parent``: what it is in, and its path there."""
    yield parent, "Steps"
    open_ends = list(parent.parts("Steps/*"))
    while open_ends:
        step = open_ends.pop()
        for path in ("Arguments/IfSteps", "Arguments/ElseSteps"):
            yield step, path
            open_ends += step.parts(f"{path}/*")


def _count(parent: View, path: str) -> float:
    """Return how many elements the list at ``path`` has; infinity when it is not certain."""
    value = parent.get(path)
    if value.is_absent:
        return 0
    return float("inf") if value.length is None else value.length


def reached(name: str, after: Mapping[str, Collection[str]]) -> set[str]:
    """Return the steps that have to run before ``name``, which is one of them in a circle."""
    found: set[str] = set()
    open_ends = [*after[name]]
    while open_ends:
        each = open_ends.pop()
        if each not in found:
            found.add(each)
            open_ends += after[each]
    return found


def all_texts(raw: Any) -> Iterator[str]:
    """Yield every text inside ``raw``."""
    open_ends = [raw]
    while open_ends:
        value = open_ends.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            open_ends += value.values()
        elif isinstance(value, list):
            open_ends += value


def json_gets(raw: Any) -> Iterator[dict[str, Any]]:
    """Yield the arguments of each ``Std:JsonGet`` inside ``raw``."""
    open_ends = [raw]
    while open_ends:
        value = open_ends.pop()
        if isinstance(value, dict):
            found = value.get("Std:JsonGet")
            if isinstance(found, dict):
                yield found
            open_ends += value.values()
        elif isinstance(value, list):
            open_ends += value


def is_notebook_job(step: Step) -> bool:
    """Return whether ``step`` is a training step that runs a notebook."""
    return not step.view.get("Arguments/Environment/SM_INPUT_NOTEBOOK_NAME").is_absent
