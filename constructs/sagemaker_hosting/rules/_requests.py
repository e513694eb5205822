"""Requests to the SageMaker API that stand inside other resources.

A batch transform job, a load test or a compilation has no CloudFormation resource of its own. What
starts one is a state of a state machine, the target of a schedule, the step of a pipeline or a
custom resource, and the parameters that it sends can be checked as if they were properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import Limit, Range
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import Change, changed, read_document
from sagemaker_hosting.template.functions import UNKNOWN
from sagemaker_hosting.template.view import Resource, Value, View, remembered

STATE_MACHINES: Final = ("AWS::StepFunctions::StateMachine", "AWS::Serverless::StateMachine")
SCHEDULE: Final = "AWS::Scheduler::Schedule"
SDK_CALL: Final = "Custom::AWS"
"""What the CDK's ``AwsCustomResource`` renders to."""
HOLDERS: Final = (PIPELINE, SCHEDULE, *STATE_MACHINES, SDK_CALL)
"""The resource types that can hold a request."""

_TASK: Final = re.compile(
    r"arn:[^:]*:states:[^:]*:[^:]*:(?:(?:aws-sdk:)?sagemaker|aws-sdk:sagemakerruntime)"
    r":(?P<action>\w+)(?:\.(?P<pattern>.+))?"
)
_TARGET: Final = re.compile(
    r"arn:[^:]*:scheduler:[^:]*:[^:]*:aws-sdk:sagemaker(?:runtime)?:(?P<action>\w+)"
)
_SERVICES: Final = ("sagemaker", "sagemaker-runtime", "sagemakerruntime")
_STEP_ACTIONS: Final = {
    "AutoML": "CreateAutoMLJobV2",
    "Model": "CreateModel",
    "Processing": "CreateProcessingJob",
    "RegisterModel": "CreateModelPackage",
    "Training": "CreateTrainingJob",
    "Transform": "CreateTransformJob",
    "Tuning": "CreateHyperParameterTuningJob",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A request that a resource sends, or has sent, when it runs.

    Attributes:
        action: The operation, ``CreateTransformJob``.
        parameters: What is sent, with the names of the API.
        sender: The name of the state or of the step; empty when there is none.
        pattern: How a state waits for the outcome: ``sync``, ``waitForTaskToken``; empty when it
            does not.
    """

    action: str
    parameters: View
    sender: str = ""
    pattern: str = ""


class RequestRule(Rule, abstract=True):
    """A rule over the parameters of requests.

    Attributes:
        actions: The operations that it looks at.
    """

    resource_types = HOLDERS
    actions: ClassVar[tuple[str, ...]]

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong with the requests of ``resource``."""
        for request in requests(resource):
            if request.action in self.actions:
                yield from self.check_request(resource, request.parameters)

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong with ``request``."""
        raise NotImplementedError


@remembered
def requests(resource: Resource) -> Iterator[Request]:
    """Yield the requests that ``resource`` sends, as far as they can be read."""
    if resource.type in STATE_MACHINES:
        yield from _of_states(resource)
    elif resource.type == SCHEDULE:
        yield from _of_schedule(resource)
    elif resource.type == SDK_CALL:
        yield from _of_calls(resource)
    elif resource.type == PIPELINE:
        for step in steps(resource):
            action = _STEP_ACTIONS.get(step.type)
            if action is not None:
                yield Request(action, step.view.part("Arguments"), step.name)


@remembered
def states(resource: Resource) -> Iterator[tuple[str, View]]:
    """Yield the states of a state machine with their names, nested ones included.

    A state that cannot be read is yielded as an unknown view.
    """
    substitutions = View(resource.get("DefinitionSubstitutions").raw).properties
    for name in ("Definition", "DefinitionString"):
        given = resource.get(name)
        if given.is_absent:
            continue
        document = read_document(given.raw, substitutions)
        language = _language(document, "JSONPath")
        open_ends = [(document, name)]
        while open_ends:
            machine, path = open_ends.pop()
            for state_name, state in View(View(machine).get("States").raw).properties.items():
                where = f"{path}/States/{state_name}"
                fill_in = _TO_COME.get(_language(state, language), _of_any_language)
                yield state_name, View(changed(state, fill_in), where)
                open_ends += _inner_machines(state, where)


def _language(node: Any, inherited: str | None) -> str | None:
    """Return the query language of a machine or a state; None when it is not known."""
    own = View(node).get("QueryLanguage")
    return inherited if own.is_absent else own.text


def _inner_machines(state: Any, path: str) -> Iterator[tuple[Any, str]]:
    """Yield the machines inside a state: the branches of a parallel one, the body of a loop."""
    for key, inner in state.items() if isinstance(state, dict) else ():
        if key == "Branches" and isinstance(inner, list):
            for index, branch in enumerate(inner):
                yield branch, f"{path}/{key}/{index}"
        elif key in ("Iterator", "ItemProcessor"):
            yield inner, f"{path}/{key}"


def _of_states(resource: Resource) -> Iterator[Request]:
    for name, state in states(resource):
        task = _TASK.fullmatch(outline(state.get("Resource").raw) or "")
        if task is None or state.get("Type").text != "Task":
            continue
        sent = state.part("Parameters")
        if not sent.is_known:
            sent = state.part("Arguments")
        if sent.is_known:
            yield Request(_operation(task["action"]), sent, name, task["pattern"] or "")


def _of_schedule(resource: Resource) -> Iterator[Request]:
    target = _TARGET.fullmatch(outline(resource.get("Target/Arn").raw) or "")
    given = resource.get("Target/Input")
    if target is None or given.is_absent:
        return
    sent = View(changed(read_document(given.raw), _of_scheduler), given.path)
    if sent.is_known:
        yield Request(_operation(target["action"]), sent)


def _of_calls(resource: Resource) -> Iterator[Request]:
    for name in ("Create", "Update"):
        call = View(read_document(resource.get(name).raw), name)
        service, action = call.get("service").text, call.get("action").text
        if service is None or action is None or not call.part("parameters").is_known:
            continue
        if service.lower().removeprefix("@aws-sdk/client-") in _SERVICES:
            yield Request(_operation(action.removesuffix("Command")), call.part("parameters"))


def _operation(action: str) -> str:
    return action[:1].upper() + action[1:]


def _of_json_path(value: Any) -> Any:
    """Return a map of a JSONPath state, with what ``name.$`` selects as unknown."""
    if not isinstance(value, dict) or not any(str(key).endswith(".$") for key in value):
        return value
    return {
        str(key).removesuffix(".$"): UNKNOWN if str(key).endswith(".$") else item
        for key, item in value.items()
    }


def _of_jsonata(value: Any) -> Any:
    return UNKNOWN if isinstance(value, str) and value.lstrip().startswith("{%") else value


def _of_scheduler(value: Any) -> Any:
    return UNKNOWN if isinstance(value, str) and "<aws.scheduler." in value else value


def _of_any_language(value: Any) -> Any:
    return _of_json_path(_of_jsonata(value))


_TO_COME: Final[Mapping[str | None, Change]] = {"JSONPath": _of_json_path, "JSONata": _of_jsonata}
"""What a state's query language fills in when it runs."""


class RequestRanges(RequestRule, abstract=True):
    """Every known number of a request lies within its range.

    Attributes:
        limits: The ranges, by path.
    """

    limits: ClassVar[Mapping[str, Limit[Range]]]

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each number that is out of range."""
        for path, limit in self.limits.items():
            name = path.rpartition("/")[2]
            for value in request.values(path):
                number = value.number
                if number is not None and not limit.value.holds(number):
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is {number:g}; allowed is {limit.value}",
                        f"set {name} to {limit.value.nearest(number):g}",
                    )


class RequestValues(RequestRule, abstract=True):
    """Every known text of a request is one of the values that the API has for it.

    Attributes:
        values: The values, by path.
    """

    values: ClassVar[Mapping[str, Limit[tuple[str, ...]]]]

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each text that the API does not know."""
        for path, limit in self.values.items():
            name = path.rpartition("/")[2]
            for value in request.values(path):
                text = value.text
                if text is not None and text not in limit.value:
                    near = [each for each in limit.value if each.lower() == text.lower()]
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is {text!r}, which the API does not know",
                        f"set {name} to {' or '.join(map(repr, near or limit.value))}",
                    )


def model_of(resource: Resource, request: View) -> Resource | None:
    """Return the model of the template that ``request`` names; None when it is not known."""
    if resource.template is None:
        return None
    model: Resource | None = resource.template.named(
        request.get("ModelName"), "AWS::SageMaker::Model", "ModelName"
    )
    return model


def bucket_of(resource: Resource, address: Value) -> Resource | None:
    """Return the bucket of the template that an ``s3://`` address lies in; None if not known."""
    if resource.template is None:
        return None
    text = address.text
    if text is not None:
        address = Value(address.path, text.removeprefix("s3://").partition("/")[0])
    bucket: Resource | None = resource.template.named(address, "AWS::S3::Bucket", "BucketName")
    return bucket
