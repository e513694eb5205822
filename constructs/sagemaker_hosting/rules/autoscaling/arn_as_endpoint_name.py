"""SMH0566."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.tokens import is_intrinsic
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value

_NAMES: Final = {
    "AWS::SageMaker::Endpoint": "EndpointName",
    "AWS::SageMaker::InferenceComponent": "InferenceComponentName",
}


class ArnAsEndpointName(Rule):
    """Ref of an endpoint or of an inference component is its ARN, not its name.

    No metric has an ARN as its dimension, and no target can be registered under one.
    """

    id = "SMH0566"
    title = "ARN where a name is meant"
    resource_types = (
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "AWS::CloudWatch::Alarm",
    )
    facts = ("asyncas-endpoint-name-literal-in-metric",)
    pages = (286, 288)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each ARN."""
        for value in _names(resource):
            for logical_id in _arns(value.raw):
                kind = _type_of(resource, logical_id)
                if kind in _NAMES:
                    yield self.finding(
                        resource,
                        value,
                        f"Ref of {logical_id} is an ARN and a name is meant",
                        f"write Fn::GetAtt [{logical_id}, {_NAMES[kind]}], or the name itself",
                    )


def _names(resource: Resource) -> Iterator[Value]:
    """Yield where ``resource`` names what it scales or watches."""
    identity = resource.get("ResourceId")
    if not identity.is_absent:
        yield identity
    for use in metric_uses(resource):
        for name in _NAMES.values():
            if name in use.values:
                yield use.values[name]


def _arns(raw: Any) -> Iterator[str]:
    """Yield the logical ids whose Ref is all, or a whole piece, of ``raw``."""
    if not isinstance(raw, dict) or len(raw) != 1:
        return
    ((function, argument),) = raw.items()
    if function == "Ref" and isinstance(argument, str):
        yield argument
    elif function == "Fn::Sub":
        text, given = argument, {}
        if isinstance(argument, (list, tuple)) and len(argument) == 2:
            text, given = argument
        if not isinstance(text, str) or not isinstance(given, dict) or is_intrinsic(given):
            return
        for name in re.findall(r"\$\{(\w+)\}", text):
            if name in given:
                yield from _arns(given[name])
            else:
                yield name
    elif function == "Fn::Join" and isinstance(argument, (list, tuple)) and len(argument) == 2:
        for piece in argument[1] if isinstance(argument[1], (list, tuple)) else ():
            yield from _arns(piece)


def _type_of(resource: Resource, logical_id: str) -> str | None:
    if resource.template is None:
        return None
    named = resource.template.by_logical_id.get(logical_id)
    return named.type if named is not None else None
