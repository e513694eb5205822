"""Two resources of one template with one physical name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


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
    (named,) = _by_name(resource.template)
    earlier = named.get((resource.type, name_property))
    if earlier is None:
        earlier = named[resource.type, name_property] = {}
        for each in resource.template.of_type(resource.type):
            text = each.get(name_property).text
            if text is not None:
                # Under different conditions only one of the two may ever be created.
                earlier.setdefault(f"{alike(text)} {_condition(each)!r}", each)
    first = earlier[f"{alike(name)} {_condition(resource)!r}"]
    return None if first.logical_id == resource.logical_id else first


@remembered
def _by_name(template: Resources) -> Iterator[dict[tuple[str, str], dict[str, Resource]]]:
    """Yield, once, where the first resource of each name is kept, by type and property."""
    yield {}


def _condition(resource: Resource) -> Any:
    return resource.template.attribute(resource, "Condition").raw
