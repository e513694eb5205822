"""The requests that CloudFormation makes of a template, and what the service model says of them.

botocore looks at types, at what is required and at minima before it sends a request; the service
looks at maxima, patterns and enumerations as well. All of it stands in the service model.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import regex
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.session import Session
from botocore.validate import ParamValidator

from tests.template_values import (
    ALARM,
    COMPONENT,
    CONFIG,
    DEFINITIONS,
    ENDPOINT,
    EXPERIMENT,
    MODEL,
    POLICY,
    SCHEDULE,
    TARGET,
    Resolver,
)

# How Java writes the characters beyond the first 65,536, and how Python does.
SURROGATES: Final = (r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")


@dataclass(frozen=True)
class Request:
    """A request that CloudFormation makes.

    Attributes:
        logical_id: For which resource.
        service: Such as ``sagemaker``.
        operation: Such as ``CreateModel``.
        parameters: Its parameters, without intrinsic functions.
    """

    logical_id: str
    service: str
    operation: str
    parameters: Mapping[str, Any]

    def breaches(self) -> list[str]:
        """Return what the service model says against it."""
        return breaches(self.parameters, input_shape(self.service, self.operation))


@dataclass(frozen=True)
class _Call:
    """How properties become parameters.

    Attributes:
        operation: The operation.
        service: Its service.
        names: What CloudFormation makes up where the template is silent.
        without: Properties that are no parameters of this operation.
        only: The properties that are; all others are not. Default: all are.
        when: Made only if one of these properties is there. Default: always.
        renamed: Parameters that are called otherwise than the property.
    """

    operation: str
    service: str = "sagemaker"
    names: Mapping[str, str] = field(default_factory=dict)
    without: Sequence[str] = ()
    only: Sequence[str] = ()
    when: Sequence[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)


_RETAINED: Final = (
    "RetainAllVariantProperties",
    "ExcludeRetainedVariantProperties",
    "RetainDeploymentConfig",
)
_SCALED: Final = ("ServiceNamespace", "ResourceId", "ScalableDimension")
CALLS: Final[Mapping[str, Sequence[_Call]]] = {
    MODEL: [_Call("CreateModel", names={"ModelName": "generated"})],
    CONFIG: [_Call("CreateEndpointConfig", names={"EndpointConfigName": "generated"})],
    ENDPOINT: [
        _Call("CreateEndpoint", names={"EndpointName": "generated"}, without=_RETAINED),
        _Call("UpdateEndpoint", names={"EndpointName": "generated"}, without=["Tags"]),
    ],
    COMPONENT: [
        _Call(
            "CreateInferenceComponent",
            names={"InferenceComponentName": "generated"},
            without=["DeploymentConfig", "EndpointArn"],
        ),
        _Call(
            "UpdateInferenceComponent",
            names={"InferenceComponentName": "generated"},
            without=["EndpointArn", "EndpointName", "VariantName", "Tags"],
        ),
    ],
    EXPERIMENT: [
        _Call("CreateInferenceExperiment", without=["DesiredState", "StatusReason"]),
        _Call(
            "StopInferenceExperiment",
            names={"ModelVariantActions": {"generated": "Retain"}},
            only=["Name", "DesiredState", "StatusReason"],
            when=["StatusReason"],
            renamed={"StatusReason": "Reason"},
        ),
    ],
    **{
        kind: [_Call(operation, names={"JobDefinitionName": "generated"})]
        for kind, operation in DEFINITIONS.items()
    },
    SCHEDULE: [
        _Call("CreateMonitoringSchedule"),
        _Call("UpdateMonitoringSchedule", without=["Tags"]),
    ],
    ALARM: [_Call("PutMetricAlarm", "cloudwatch", names={"AlarmName": "generated"})],
    TARGET: [
        _Call("RegisterScalableTarget", "application-autoscaling", without=["ScheduledActions"])
    ],
    POLICY: [_Call("PutScalingPolicy", "application-autoscaling", without=["ScalingTargetId"])],
}


def requests_of(template: Mapping[str, Any]) -> Iterator[Request]:
    """Yield the requests that create and update the hosting resources of a template."""
    resolver = Resolver(template)
    for logical_id, resource in template["Resources"].items():
        kind = resource["Type"]
        if kind not in CALLS:
            continue
        properties = resolver.resolve(resource["Properties"])
        if kind == POLICY and "ScalingTargetId" in properties:
            target = template["Resources"][resource["Properties"]["ScalingTargetId"]["Ref"]]
            scaled = resolver.resolve(target["Properties"])
            properties |= {name: scaled[name] for name in _SCALED}
        for call in CALLS[kind]:
            parameters = _parameters(call, properties)
            if parameters is not None:
                yield Request(logical_id, call.service, call.operation, parameters)
        for action in properties.get("ScheduledActions", ()):
            parameters = {**{name: properties[name] for name in _SCALED}, **action}
            yield Request(logical_id, "application-autoscaling", "PutScheduledAction", parameters)


def _parameters(call: _Call, properties: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if call.when and not any(name in properties for name in call.when):
        return None
    taken = {
        call.renamed.get(name, name): value
        for name, value in properties.items()
        if name not in call.without and (not call.only or name in call.only)
    }
    made = _structures({**call.names, **taken}, input_shape(call.service, call.operation))
    assert isinstance(made, dict)
    return made


def _structures(value: Any, shape: Shape | None) -> Any:
    """Replace booleans by empty structures: so CloudFormation writes those without members."""
    if isinstance(shape, StructureShape):
        if not shape.members:
            return {}
        return {name: _structures(inner, shape.members.get(name)) for name, inner in value.items()}
    if isinstance(shape, ListShape):
        return [_structures(inner, shape.member) for inner in value]
    return value


def input_shape(service: str, operation: str) -> StructureShape:
    """Return what the service model says of an operation's parameters."""
    shape = _service_model(service).operation_model(operation).input_shape
    assert shape is not None
    return shape


@functools.cache
def _service_model(service: str) -> Any:
    return Session().get_service_model(service)


def breaches(value: Any, shape: Shape) -> list[str]:
    """Return what ``shape`` forbids: first what botocore itself reports, then all that it leaves.

    That is ranges and lengths at both ends, patterns, enumerations, and how many members of a union
    there are.
    """
    report = ParamValidator().validate(value, shape)
    if report.has_errors():
        return [str(report.generate_report())]
    return list(_limits(value, shape, ""))


def _limits(value: Any, shape: Shape, path: str) -> Iterator[str]:
    size = value if shape.type_name in ("integer", "long", "float", "double") else None
    if isinstance(shape, StringShape):
        yield from _text(value, shape, path)
    if isinstance(shape, StringShape | ListShape | MapShape):
        size = len(value)
    if size is not None:
        yield from _range(size, shape, path)
    if isinstance(shape, StructureShape):
        if shape.is_tagged_union and len(value) != 1:
            yield f"{path}: {len(value)} members of a union"
        for name, inner in value.items():
            yield from _limits(inner, shape.members[name], f"{path}/{name}")
    elif isinstance(shape, ListShape):
        for number, inner in enumerate(value):
            yield from _limits(inner, shape.member, f"{path}/{number}")
    elif isinstance(shape, MapShape):
        for name, inner in value.items():
            yield from _limits(name, shape.key, f"{path}/{name}, the key")
            yield from _limits(inner, shape.value, f"{path}/{name}")


def _range(size: float, shape: Shape, path: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    what = "value" if shape.type_name in ("integer", "long", "float", "double") else "length"
    if least is not None and size < least:
        yield f"{path}: {what} {size} is below {least}"
    if most is not None and size > most:
        yield f"{path}: {what} {size} is above {most}"


def _text(value: str, shape: StringShape, path: str) -> Iterator[str]:
    if shape.enum and value not in shape.enum:
        yield f"{path}: {value!r} is none of {', '.join(shape.enum)}"
    pattern = shape.metadata.get("pattern")
    if pattern is not None and not compiled(pattern).fullmatch(value):
        yield f"{path}: {value!r} does not match {pattern}"


@functools.cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Return a pattern of a service model, which is written for Java, for Python."""
    return regex.compile(pattern.replace(*SURROGATES))
