"""Inference components: what they ask for, where they run, and what they have to agree with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import InstanceType, instance_type
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.view import Resource, Value, View

COMPONENT: Final = "AWS::SageMaker::InferenceComponent"
REQUIREMENTS: Final = "ComputeResourceRequirements"

# Two parameters may have one value; two of these are two things.
_TOLD_APART: Final = ("AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::IAM::Role")


def specifications(component: Resource) -> Iterator[View]:
    """Yield the specification of a component, or those for its several instance types."""
    yield from component.parts("Specification")
    yield from component.parts("Specifications/*")


def may_be_adapter(component: Resource) -> bool:
    """Return whether a component is an adapter on another one, or may be."""
    listed = list(specifications(component))
    if not listed:
        return True
    return any(not each.get("BaseInferenceComponentName").is_absent for each in listed)


def is_adapter(component: Resource) -> bool:
    """Return whether a component certainly is an adapter, which has no copies of its own."""
    listed = list(specifications(component))
    return any(each.get("BaseInferenceComponentName").is_given for each in listed)


def variant_of(component: Resource) -> View | None:
    """Return the variant that a component runs on; None when it is not known."""
    config = component.related("EndpointConfig")
    name = component.get("VariantName").text
    if config is None or name is None:
        return None
    named = [each for each in config.parts(PRODUCTION) if each.get("VariantName").text == name]
    return named[0] if len(named) == 1 else None


def instance_types_for(component: Resource, specification: View) -> list[InstanceType]:
    """Return the instance types that a copy may be placed on; empty unless all are known."""
    given = specification.get("InstanceType")
    if not given.is_absent:
        values = [given]
    else:
        variant = variant_of(component)
        values = [] if variant is None else _types_of(variant)
    kinds = [instance_type(value.text or "") for value in values]
    return [] if None in kinds else [kind for kind in kinds if kind is not None]


def differing(one: Resource, other: Resource) -> Iterator[str]:
    """Yield what certainly differs between two resources that have to agree.

    Each is a model, or an endpoint configuration for inference components.
    """
    role, another = one.get("ExecutionRoleArn"), other.get("ExecutionRoleArn")
    if not role.is_absent and not another.is_absent and _differ([role.raw], [another.raw], one):
        yield "ExecutionRoleArn"
    if _networks_differ(one, other):
        yield "VpcConfig"
    isolated = [_isolation(each.get("EnableNetworkIsolation")) for each in (one, other)]
    if set(isolated) == {True, False}:
        yield "EnableNetworkIsolation"


def _types_of(variant: View) -> list[Value]:
    pools = variant.get("InstancePools")
    if pools.is_absent:
        return [variant.get("InstanceType")]
    listed = [pool.get("InstanceType") for pool in variant.parts("InstancePools/*")]
    return listed if len(listed) == pools.length else []


def _isolation(value: Value) -> bool | None:
    return False if value.is_absent else value.boolean


def _networks_differ(one: Resource, other: Resource) -> bool:
    mine, theirs = one.get("VpcConfig"), other.get("VpcConfig")
    if mine.is_absent or theirs.is_absent:
        return (mine.is_given or theirs.is_given) and mine.is_absent != theirs.is_absent
    lists = [
        (one.get(f"VpcConfig/{name}").raw, other.get(f"VpcConfig/{name}").raw)
        for name in ("Subnets", "SecurityGroupIds")
    ]
    return any(
        isinstance(here, list) and isinstance(there, list) and _differ(here, there, one)
        for here, there in lists
    )


def _differ(one: list[Any], other: list[Any], resource: Resource) -> bool:
    """Return whether two lists of names certainly do not name the same things."""
    names = [[_identity(item, resource) for item in each] for each in (one, other)]
    if None in names[0] or None in names[1]:
        return False
    # A literal and a reference may name the same thing, for all that the template shows.
    kinds = {name[0] for name in (*names[0], *names[1]) if name is not None}
    return len(kinds) == 1 and set(names[0]) != set(names[1])


def _identity(item: Any, resource: Resource) -> tuple[str, str] | None:
    """Return what tells a thing from others of its kind; None when nothing does for sure."""
    if isinstance(item, str):
        return ("text", item) if is_known(item) else None
    named = list(referenced(item)) if isinstance(item, dict) else []
    if len(named) != 1 or resource.template is None or not item.keys() <= {"Ref", "Fn::GetAtt"}:
        return None
    found = resource.template.by_logical_id.get(named[0])
    return ("resource", named[0]) if found is not None and found.type in _TOLD_APART else None


def scales_to_zero(component: Resource) -> bool:
    """Return whether a component is known to be scaled down to no copies."""
    target = component.related("ScalableTarget")
    return target is not None and target.get("MinCapacity").number == 0
