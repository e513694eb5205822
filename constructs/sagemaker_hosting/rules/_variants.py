"""The variant that a scalable target scales, a shadow variant too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, View, remembered

SCALABLE_TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
SCALING_POLICY = "AWS::ApplicationAutoScaling::ScalingPolicy"


def is_sagemaker(resource: Resource) -> bool:
    """Return whether a scalable target or policy is SageMaker's.

    In a template it has to say so, or its target. A fragment that says nothing comes from one of
    our own constructs.
    """
    namespace = resource.get("ServiceNamespace")
    if namespace.text == "sagemaker":
        return True
    if resource.template is None and namespace.is_absent and dimension(resource) is None:
        return True
    if (dimension(resource) or "").startswith("sagemaker:"):
        return True
    target = resource.related("ScalableTarget")
    return target is not None and is_sagemaker(target)


def dimension(resource: Resource) -> str | None:
    """Return the scalable dimension of a scalable target, or of a policy and its target."""
    own = resource.get("ScalableDimension")
    if not own.is_absent:
        return own.text
    target = resource.related("ScalableTarget")
    return target.get("ScalableDimension").text if target is not None else None


def variant_name(target: Resource) -> str | None:
    """Return the name at the end of the ``ResourceId`` of a target, also behind a reference."""
    text = _tail(target.get("ResourceId").raw)
    found = re.search(r"/variant/([^/${}]+)$", text)
    return found.group(1) if found else None


@remembered
def scaled_variants(resource: Resource) -> Iterator[View]:
    """Yield the variants that a target (or the target of a policy) is known to scale: 0 or 1."""
    target = resource if resource.type == SCALABLE_TARGET else resource.related("ScalableTarget")
    config = resource.related("EndpointConfig")
    if target is None or config is None:
        return
    name = variant_name(target)
    if name is None:
        return
    for variant in variants_of(config):
        if variant.get("VariantName").text == name:
            yield variant


def names_of_scaled(resource: Resource) -> set[str | None]:
    """Return the names of the scaled variants of an endpoint or of an endpoint configuration.

    None is among them where a target may scale one of unknown name: its own endpoint, or the
    configuration of that, is not known.
    """
    if resource.template is None:
        return set()
    link = "Endpoint" if resource.type == "AWS::SageMaker::Endpoint" else "EndpointConfig"
    targets = resource.template.leading_to(resource, SCALABLE_TARGET, link)
    names: set[str | None] = {variant_name(target) for target in targets if _may_be_ours(target)}
    return names | {None} if link in _leading_nowhere(resource.template) else names


@remembered
def _leading_nowhere(template: Resources) -> Iterator[str]:
    """Yield the links that some scalable target of the template has and that lead nowhere."""
    for target in template.of_type(SCALABLE_TARGET):
        for link in ("Endpoint", "EndpointConfig"):
            if _may_be_ours(target) and not target.all_related(link):
                yield link


def _may_be_ours(target: Resource) -> bool:
    return target.get("ServiceNamespace").text in (None, "sagemaker")


def _tail(raw: Any) -> str:
    """Return the literal text that a ``ResourceId`` certainly ends with."""
    if isinstance(raw, str):
        return raw
    if isinstance(raw, dict) and len(raw) == 1:
        ((function, argument),) = raw.items()
        if function == "Fn::Sub":
            return _tail(argument[0] if isinstance(argument, list) and argument else argument)
        if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
            separator, parts = argument
            if separator == "" and isinstance(parts, list) and parts:
                return parts[-1] if isinstance(parts[-1], str) else ""
    return ""
