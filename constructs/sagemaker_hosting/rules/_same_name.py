"""Two resources of one template with one physical name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sagemaker_hosting.template.view import Resource


def namesake(
    resource: Resource, name_property: str, alike: Callable[[str], str] = str
) -> Resource | None:
    """Return an earlier resource of the same type and name; None when there certainly is none.

    Args:
        resource: The resource that is asked about.
        name_property: The property with the literal name.
        alike: Turns a name into what has to be unique. Default: the name itself.
    """
    name = resource.get(name_property).text
    if name is None or resource.template is None:
        return None
    others: Iterator[Resource] = resource.template.of_type(resource.type)
    for other in others:
        if other.logical_id == resource.logical_id:
            return None
        text = other.get(name_property).text
        if text is None or alike(text) != alike(name):
            continue
        # Under different conditions only one of the two may ever be created.
        if _condition(other) == _condition(resource):
            return other
    return None


def _condition(resource: Resource) -> Any:
    return resource.template.attribute(resource, "Condition").raw
