"""What certainly changes between two versions of a template, and how CloudFormation makes it so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sagemaker_hosting.core.tokens import is_intrinsic, is_known
from sagemaker_hosting.facts.create_only import CreateOnly, create_only
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._variants import variant_name
from sagemaker_hosting.template.parameters import text_of
from sagemaker_hosting.template.resources import Declared
from sagemaker_hosting.template.view import ABSENT, Resource, Value, View


def kept(old: Declared, new: Declared, resource_type: str) -> Iterator[tuple[str, str]]:
    """Yield the logical ids of a type that both versions have, each as a pair of itself."""
    before = set(old.by_type.get(resource_type, ()))
    for logical_id in new.by_type.get(resource_type, ()):
        if logical_id in before:
            yield logical_id, logical_id


def moved(old: Declared, new: Declared, resource_type: str) -> Iterator[tuple[str, str]]:
    """Yield the logical ids of a type that only one version has and that go by the same name."""
    known = create_only().get(resource_type)
    gone = {
        repr(name): logical_id
        for logical_id in old.by_type.get(resource_type, ())
        if logical_id not in new.bodies and (name := _written_name(old, logical_id, known))
    }
    for logical_id in new.by_type.get(resource_type, ()):
        name = _written_name(new, logical_id, known)
        if logical_id not in old.bodies and repr(name) in gone:
            yield gone[repr(name)], logical_id


def _written_name(declared: Declared, logical_id: str, known: CreateOnly | None) -> Any:
    properties = declared.bodies[logical_id].get("Properties")
    if known is None or not isinstance(properties, Mapping):
        return None
    return properties.get(known.name)


def updated_in_place(before: Resource, after: Resource) -> bool:
    """Return whether an endpoint certainly stays, and SageMaker updates it."""
    old, new = before.get("EndpointName"), after.get("EndpointName")
    return bool(old.raw == new.raw)


def replaced(before: Resource, after: Resource) -> str | None:
    """Return a property whose change certainly makes CloudFormation replace the resource.

    None when there is none, or none that is certain.
    """
    known = create_only().get(after.type)
    for name in known.properties if known is not None else ():
        if differs(before.get(name), after.get(name), before, after):
            return name
    return None


def differs(old: Value, new: Value, before: Resource, after: Resource) -> bool:
    """Return whether it is certain that two values, one of each version, are not the same.

    References differ when they lead to different resources, or to one that is replaced.
    """
    if old.is_absent or new.is_absent:
        return old.is_given or new.is_given
    return _differ(old.raw, new.raw, before, after)


def _differ(old: Any, new: Any, before: Resource, after: Resource) -> bool:
    if is_intrinsic(old) and is_intrinsic(new):
        return _lead_elsewhere(old, new, before, after)
    if is_intrinsic(old) or is_intrinsic(new):
        return False
    if isinstance(old, dict) and isinstance(new, dict):
        return any(
            differs(Value("", old.get(key, ABSENT)), Value("", new.get(key, ABSENT)), before, after)
            for key in {**old, **new}
        )
    if isinstance(old, (list, tuple)) and isinstance(new, (list, tuple)):
        if len(old) != len(new):
            return Value("", old).length is not None and Value("", new).length is not None
        return any(_differ(one, other, before, after) for one, other in zip(old, new, strict=True))
    if not is_known(old) or not is_known(new):
        return False
    # CloudFormation takes numbers and booleans as text as well.
    texts = text_of(old), text_of(new)
    return old != new if None in texts else texts[0] != texts[1]


def _lead_elsewhere(old: Any, new: Any, before: Resource, after: Resource) -> bool:
    source, target = _reference(old), _reference(new)
    if before.template is None or after.template is None or None in (source, target):
        return False
    origin = before.template.by_logical_id.get(source)
    destination = after.template.by_logical_id.get(target)
    if origin is None or destination is None:
        return False
    if source != target:
        return True
    # A resource that refers to one of its own type would ask for ever.
    return origin.type != before.type and replaced(origin, destination) is not None


def _reference(raw: Any) -> str | None:
    """Return the logical id that a plain ``Ref`` or ``Fn::GetAtt`` names."""
    ((function, argument),) = raw.items()
    if function == "Ref":
        return argument if isinstance(argument, str) else None
    if function != "Fn::GetAtt":
        return None
    name = argument[0] if isinstance(argument, list) and argument else argument
    return name.partition(".")[0] if isinstance(name, str) else None


def fleet(endpoint: Resource) -> dict[str, View] | None:
    """Return the production variants by name; None when not all of them are known."""
    config = endpoint.related("EndpointConfig")
    if config is None or config.get("ProductionVariants").length is None:
        return None
    variants = list(config.parts("ProductionVariants/*"))
    named = {variant.get("VariantName").text or "": variant for variant in variants}
    complete = len(variants) == config.get("ProductionVariants").length
    return named if complete and "" not in named and len(named) == len(variants) else None


def kept_variants(before: Resource, after: Resource) -> Iterator[tuple[str, View, View]]:
    """Yield the production variants that both versions of an endpoint have, by their name."""
    old, new = (_named_variants(endpoint) for endpoint in (before, after))
    for name, variant in new.items():
        if name in old:
            yield name, old[name], variant


def scaled_names(endpoint: Resource) -> set[str]:
    """Return the names of the variants whose instance count is scaled, as far as known."""
    return {
        name
        for target in endpoint.all_related("ScalableTarget")
        if target.get("ScalableDimension").text == VARIANT_DIMENSION
        if (name := variant_name(target)) is not None
    }


def retains(endpoint: Resource, kind: str) -> bool:
    """Return whether an update certainly keeps a property of the variants as it is.

    Args:
        endpoint: The endpoint as it is to be deployed.
        kind: ``DesiredInstanceCount`` or ``DesiredWeight``.
    """
    if endpoint.get("RetainAllVariantProperties").boolean is not True:
        return False
    excluded = endpoint.get("ExcludeRetainedVariantProperties")
    if excluded.is_absent:
        return True
    kinds = [
        value.text
        for value in endpoint.values("ExcludeRetainedVariantProperties/*/VariantPropertyType")
    ]
    return excluded.length == len(kinds) and None not in kinds and kind not in kinds


def _named_variants(endpoint: Resource) -> dict[str, View]:
    config = endpoint.related("EndpointConfig")
    parts = config.parts("ProductionVariants/*") if config is not None else ()
    return {name: each for each in parts if (name := each.get("VariantName").text) is not None}
