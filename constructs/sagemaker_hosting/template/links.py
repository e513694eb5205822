"""From one resource of a template to another that it names.

A link is named after the type it leads to. A property names a resource by reference (``Ref``,
``Fn::GetAtt``, or either inside ``Fn::Join`` or ``Fn::Sub``) or by the literal name of a resource
in the same template. Whatever cannot be followed with certainty is not a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.template.view import Resource, Value


@dataclass(frozen=True, slots=True)
class Link:
    """A property that names another resource.

    Attributes:
        path: The property; ``*`` for each element of a list.
        target_type: The type of the resource that it names.
        name_property: The property of the target that holds its literal name.
        pattern: Where the name stands in a literal, as group 1; by default all of it.
        through: A link to follow first; where it leads, the link of the same name is taken.
    """

    path: str
    target_type: str
    name_property: str
    pattern: re.Pattern[str] = re.compile(r"(.*)")
    through: str = ""


_CONFIG: Final = "AWS::SageMaker::EndpointConfig"
_IN_RESOURCE_ID: Final = re.compile(r"endpoint/([^/]+)/variant/.*")

LINKS: Final[Mapping[str, Mapping[str, tuple[Link, ...]]]] = {
    "AWS::SageMaker::Endpoint": {
        "EndpointConfig": (Link("EndpointConfigName", _CONFIG, "EndpointConfigName"),),
        "Alarm": (
            Link(
                "DeploymentConfig/AutoRollbackConfiguration/Alarms/*/AlarmName",
                "AWS::CloudWatch::Alarm",
                "AlarmName",
            ),
        ),
    },
    "AWS::SageMaker::EndpointConfig": {
        "Model": (Link("ProductionVariants/*/ModelName", "AWS::SageMaker::Model", "ModelName"),),
    },
    "AWS::ApplicationAutoScaling::ScalableTarget": {
        "Endpoint": (
            Link("ResourceId", "AWS::SageMaker::Endpoint", "EndpointName", _IN_RESOURCE_ID),
        ),
        "EndpointConfig": (Link("", _CONFIG, "", through="Endpoint"),),
    },
    "AWS::ApplicationAutoScaling::ScalingPolicy": {
        "ScalableTarget": (
            Link("ScalingTargetId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
            Link("ResourceId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
        ),
        "EndpointConfig": (Link("", _CONFIG, "", through="ScalableTarget"),),
    },
}
"""The links of each resource type, by name."""


class Resources:
    """The resources of one template, and the links between them.

    Attributes:
        by_logical_id: Every resource with readable properties, in the order of the template.
    """

    def __init__(self, template: Mapping[str, Any]) -> None:
        declared = template.get("Resources")
        self._bodies: dict[str, Mapping[str, Any]] = {}
        self._linked: dict[tuple[str, str], Sequence[Resource]] = {}
        self._named: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._neighbours: dict[str, list[str]] = {}
        self.by_logical_id: dict[str, Resource] = {}
        for logical_id, body in declared.items() if isinstance(declared, Mapping) else ():
            if isinstance(body, Mapping) and isinstance(body.get("Type"), str):
                self._bodies[logical_id] = body
                self.by_logical_id[logical_id] = Resource(
                    body["Type"],
                    body.get("Properties") or {},
                    logical_id,
                    _construct_path(body),
                    template=self,
                )

    def linked(self, resource: Resource, link: str) -> Sequence[Resource]:
        """Return the resources that ``link`` of ``resource`` is known to lead to."""
        known = self._linked.get((resource.logical_id, link))
        if known is not None:
            return known
        # Whoever comes back here on a circle of links finds nothing more.
        self._linked[resource.logical_id, link] = ()
        found: dict[str, Resource] = {}
        for way in LINKS.get(resource.type, {}).get(link, ()):
            if way.through:
                for stop in self.linked(resource, way.through):
                    for target in self.linked(stop, link):
                        found[target.logical_id] = target
                continue
            for value in resource.values(way.path):
                for target in self._targets(value, way):
                    found[target.logical_id] = target
        self._linked[resource.logical_id, link] = tuple(found.values())
        return self._linked[resource.logical_id, link]

    def waits_for(self, resource: Resource, other: Resource) -> bool:
        """Return whether CloudFormation creates ``resource`` after ``other``, for sure or maybe."""
        seen: set[str] = set()
        open_ends = [resource.logical_id]
        while open_ends:
            logical_id = open_ends.pop()
            if logical_id == other.logical_id:
                return True
            if logical_id not in seen and logical_id in self._bodies:
                seen.add(logical_id)
                open_ends += self._needed_by(logical_id)
        return False

    def _needed_by(self, logical_id: str) -> list[str]:
        """Return the logical ids that the resource of that name mentions."""
        found = self._neighbours.get(logical_id)
        if found is None:
            body = self._bodies[logical_id]
            depends = body.get("DependsOn")
            found = [depends] if isinstance(depends, str) else []
            if isinstance(depends, list):
                found += [each for each in depends if isinstance(each, str)]
            found += _mentioned(body.get("Properties"))
            self._neighbours[logical_id] = found
        return found

    def _targets(self, value: Value, way: Link) -> Iterator[Resource]:
        text = value.text
        if text is None:
            for logical_id in referenced(value.raw):
                target = self.by_logical_id.get(logical_id)
                if target is not None and target.type == way.target_type:
                    yield target
            return
        named = way.pattern.fullmatch(text)
        if named is not None:
            yield from self._called(way.target_type, way.name_property).get(named.group(1), ())

    def _called(self, resource_type: str, name_property: str) -> Mapping[str, list[Resource]]:
        """Return the resources of a type by the literal name in one of their properties."""
        index = self._named.get((resource_type, name_property))
        if index is None:
            index = self._named[resource_type, name_property] = {}
            for resource in self.by_logical_id.values():
                if resource.type == resource_type:
                    name = resource.get(name_property).text
                    if name is not None:
                        index.setdefault(name, []).append(resource)
        return index


def referenced(raw: Any) -> Iterator[str]:
    """Yield the logical ids that ``raw`` refers to, without those in an ``Fn::If``."""
    if isinstance(raw, list):
        for item in raw:
            yield from referenced(item)
    if not isinstance(raw, dict) or len(raw) != 1:
        return
    ((function, argument),) = raw.items()
    if function == "Ref" and isinstance(argument, str):
        yield argument
    elif function == "Fn::GetAtt":
        name = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(name, str):
            yield name.partition(".")[0]
    elif function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(text, str):
            yield from re.findall(r"\$\{(\w+)(?:\.[\w.]+)?\}", text)
    elif function == "Fn::Join" and isinstance(argument, list):
        yield from referenced(argument[-1])


def _mentioned(raw: Any) -> Iterator[str]:
    """Yield every logical id that ``raw`` refers to anywhere, an ``Fn::If`` included."""
    yield from referenced(raw)
    children = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    for child in children:
        if isinstance(child, (dict, list)):
            yield from _mentioned(child)


def _construct_path(body: Mapping[str, Any]) -> str:
    metadata = body.get("Metadata")
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    return path if isinstance(path, str) else ""
