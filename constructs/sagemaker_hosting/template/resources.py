"""The resources of a template, and the links between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sagemaker_hosting.core.tokens import MAX_DEPTH
from sagemaker_hosting.template.functions import UNKNOWN, Functions
from sagemaker_hosting.template.links import LINKS, WHOLE, Link, referenced
from sagemaker_hosting.template.scenario import Scenario, Sections
from sagemaker_hosting.template.view import Resource, Value, View

_MANY: Final = 1_000_000

Chain = tuple[str, ...]
"""The logical ids that a link leads over, the last one being where it leads to."""


class Declared:
    """What a template declares, in whatever scenario.

    Attributes:
        bodies: The resources as written, by logical id, in the order of the template.
        sections: What stands beside them.
        by_type: The logical ids by resource type.
        published: The logical ids whose ``Ref`` is an output.
        is_conditional: Whether some resource has a ``Condition``.
    """

    def __init__(self, template: Mapping[str, Any]) -> None:
        beside = {name: part for name, part in template.items() if name != "Resources"}
        self.sections = Sections(beside if is_tree(beside) else {})
        self.bodies: dict[str, Mapping[str, Any]] = {}
        self.by_type: dict[str, list[str]] = {}
        self._mentioned: dict[str, list[str]] = {}
        self.published = frozenset(_published(template.get("Outputs")))
        self.is_conditional = False
        resources = template.get("Resources")
        for logical_id, body in resources.items() if isinstance(resources, Mapping) else ():
            if not isinstance(body, Mapping) or not isinstance(body.get("Type"), str):
                continue
            name = str(logical_id)
            readable = is_tree(body)
            self.bodies[name] = body if readable else {"Type": body["Type"], "Properties": UNKNOWN}
            self.by_type.setdefault(body["Type"], []).append(name)
            self.is_conditional = self.is_conditional or "Condition" in body

    def mentioned_by(self, logical_id: str) -> list[str]:
        """Return what the resource refers to or depends on, in whatever scenario."""
        found = self._mentioned.get(logical_id)
        if found is None:
            body = self.bodies[logical_id]
            depends = body.get("DependsOn")
            found = [depends] if isinstance(depends, str) else []
            if isinstance(depends, (list, tuple)):
                found += [each for each in depends if isinstance(each, str)]
            found += _mentioned(body.get("Properties"))
            self._mentioned[logical_id] = found
        return found


class Resources:
    """The resources of one template in one scenario, and the links between them.

    A link leads to what is certain to be there: the target exists in the scenario, and no choice
    that is open lies between. A resource of which it is not known whether it exists is listed.

    Args:
        template: A template, or what it declares.
        scenario: How its conditions turn out. Default: what does not depend on an open question.
        region: The Region that it is deployed to. Default: not known.
    """

    def __init__(
        self,
        template: Mapping[str, Any] | Declared,
        scenario: Scenario | None = None,
        *,
        region: str | None = None,
    ) -> None:
        self.region = region
        self._declared = template if isinstance(template, Declared) else Declared(template)
        self.scenario = scenario or Scenario(self._declared.sections)
        self._resources: dict[str, Resource] = {}
        self._linked: dict[tuple[str, str], Sequence[Resource]] = {}
        self._chains: dict[tuple[str, str], Sequence[Chain]] = {}
        self._following: set[tuple[str, str]] = set()
        self._sources: dict[tuple[str, str], dict[str, list[Chain]]] = {}
        self._named: dict[tuple[str, str], dict[str, list[str]]] = {}
        self._awaited: dict[tuple[str, ...], frozenset[str]] = {}
        self._remembered: dict[Any, tuple[Any, ...]] = {}
        self.by_logical_id: Mapping[str, Resource] = _Existing(self)

    @property
    def functions(self) -> Functions:
        """The intrinsic functions, as far as the scenario decides them."""
        return self.scenario.functions

    def exists(self, logical_id: str) -> bool | None:
        """Return whether a resource is created in this scenario; None when that is not known."""
        body = self._declared.bodies.get(logical_id)
        if body is None:
            return False
        condition = body.get("Condition")
        return self.scenario.holds(condition) if isinstance(condition, str) else True

    def is_published(self, resource: Resource) -> bool:
        """Return whether an output says what ``Ref`` of ``resource`` is, for others to use."""
        return resource.logical_id in self._declared.published

    def linked(self, resource: Resource, link: str) -> Sequence[Resource]:
        """Return the resources that ``link`` of ``resource`` is known to lead to."""
        key = (resource.logical_id, link)
        found = self._linked.get(key)
        if found is None:
            ends = {
                chain[-1]: self.by_logical_id[chain[-1]]
                for chain in self._follow(*key)
                if self._are_there(chain, resource.logical_id)
            }
            found = self._linked[key] = tuple(ends.values())
        return found

    def of_type(self, *resource_types: str) -> Iterator[Resource]:
        """Yield the resources of these types, type by type, in the order of the template."""
        for resource_type in resource_types:
            for logical_id in self._declared.by_type.get(resource_type, ()):
                resource = self.by_logical_id.get(logical_id)
                if resource is not None:
                    yield resource

    def leading_to(self, resource: Resource, resource_type: str, link: str) -> Sequence[Resource]:
        """Return the resources of ``resource_type`` whose ``link`` is known to lead here."""
        ends = {
            chain[-1]: self.by_logical_id[chain[-1]]
            for chain in self._backwards(resource.logical_id, resource_type, link)
            if self._are_there(chain, resource.logical_id)
        }
        return list(ends.values())

    def named(
        self,
        value: Value,
        resource_type: str,
        name_property: str,
        pattern: re.Pattern[str] = WHOLE,
    ) -> Resource | None:
        """Return the only resource of ``resource_type`` that ``value`` is known to name.

        Args:
            value: A reference, or a text with the name of the resource.
            resource_type: The type of the resource.
            name_property: The property of the resource that holds its literal name.
            pattern: Where the name stands in a text, as group 1. Default: it is all of it.
        """
        found = [
            logical_id
            for logical_id in self._targets(value, Link("", resource_type, name_property, pattern))
            if self.exists(logical_id)
        ]
        return self.by_logical_id[found[0]] if len(found) == 1 else None

    def attribute(self, resource: Resource, name: str) -> Value:
        """Return what stands beside the properties of ``resource``: ``DeletionPolicy``, say."""
        body = self._declared.bodies.get(resource.logical_id)
        return View(body, functions=self.functions).get(name)

    def waits_for(self, resource: Resource, other: Resource) -> bool:
        """Return whether CloudFormation creates ``resource`` after ``other``, for sure or maybe."""
        seen: set[str] = set()
        open_ends = [resource.logical_id]
        while open_ends:
            logical_id = open_ends.pop()
            if logical_id == other.logical_id:
                return True
            if logical_id not in seen and logical_id in self._declared.bodies:
                seen.add(logical_id)
                open_ends += self._declared.mentioned_by(logical_id)
        return False

    def awaited_by(self, *resource_types: str) -> frozenset[str]:
        """Return the logical ids that some resource of these types waits for, surely or maybe."""
        found = self._awaited.get(resource_types)
        if found is None:
            seen: set[str] = set()
            open_ends = [
                mentioned
                for resource in self.of_type(*resource_types)
                for mentioned in self._declared.mentioned_by(resource.logical_id)
            ]
            while open_ends:
                logical_id = open_ends.pop()
                if logical_id not in seen and logical_id in self._declared.bodies:
                    seen.add(logical_id)
                    open_ends += self._declared.mentioned_by(logical_id)
            found = self._awaited[resource_types] = frozenset(seen)
        return found

    def written_path(self, logical_id: str, path: str) -> str:
        """Return where ``path`` stands in the template as written, choices included.

        ``ProductionVariants/0`` is ``ProductionVariants/Fn::If/1/0`` when the list is chosen by a
        condition that is true.
        """
        node = self._declared.bodies[logical_id].get("Properties")
        written: list[str] = []
        for name in (*path.split("/"), "") if path else ():
            while isinstance(node, dict) and len(node) == 1 and "Fn::If" in node:
                branch = self.functions.branch(node["Fn::If"])
                if branch is None:
                    break
                written += ["Fn::If", str(branch)]
                node = node["Fn::If"][branch]
            written.append(name)
            if isinstance(node, Mapping):
                node = node.get(name)
            elif isinstance(node, (list, tuple)) and name.isdecimal() and int(name) < len(node):
                node = node[int(name)]
            else:
                node = None
        return "/".join(written[:-1])

    def _resource(self, logical_id: str) -> Resource:
        found = self._resources.get(logical_id)
        if found is None:
            body = self._declared.bodies[logical_id]
            found = self._resources[logical_id] = Resource(
                body["Type"],
                body.get("Properties") or {},
                logical_id,
                _construct_path(body),
                template=self,
            )
        return found

    def _are_there(self, chain: Chain, start: str) -> bool:
        """Return whether everything in ``chain`` exists whenever ``start`` does."""
        bodies = self._declared.bodies
        own = bodies[start].get("Condition") if start in bodies else None
        return all(
            self.exists(each) or (own is not None and bodies[each].get("Condition") == own)
            for each in chain
        )

    def _follow(self, logical_id: str, link: str) -> Sequence[Chain]:
        """Return the ways from a resource along ``link``, whether or not what they meet exists."""
        key = (logical_id, link)
        found = self._chains.get(key)
        if found is None:
            if key in self._following:  # a circle of links leads nowhere
                return ()
            self._following.add(key)
            try:
                found = self._chains[key] = tuple(self._ways(logical_id, link))
            finally:
                self._following.discard(key)
        return found

    def _ways(self, logical_id: str, link: str) -> Iterator[Chain]:
        resource = self._resource(logical_id)
        for way in LINKS.get(resource.type, {}).get(link, ()):
            if way.back:
                yield from self._backwards(logical_id, way.target_type, way.back)
            elif way.through:
                for stops in self._follow(logical_id, way.through):
                    for rest in self._follow(stops[-1], link):
                        yield (*stops, *rest)
            else:
                for value in _naming(resource, way):
                    for target in self._targets(value, way):
                        yield (target,)

    def _backwards(self, logical_id: str, resource_type: str, link: str) -> Sequence[Chain]:
        """Return the ways back to the resources of a type whose ``link`` leads here."""
        sources = self._sources.get((resource_type, link))
        if sources is None:
            sources = {}
            for source in self._declared.by_type.get(resource_type, ()):
                for chain in self._follow(source, link):
                    back = (*chain[-2::-1], source)
                    sources.setdefault(chain[-1], []).append(back)
            self._sources[resource_type, link] = sources
        return sources.get(logical_id, ())

    def _targets(self, value: Value, way: Link) -> Iterator[str]:
        text = value.text
        if text is None:
            for logical_id in referenced(value.raw):
                body = self._declared.bodies.get(logical_id)
                if body is not None and body["Type"] == way.target_type:
                    yield logical_id
            return
        named = way.pattern.fullmatch(text)
        if named is not None:
            yield from self._called(way.target_type, way.name_property).get(named.group(1), ())

    def _called(self, resource_type: str, name_property: str) -> Mapping[str, list[str]]:
        """Return the resources of a type by the known name in one of their properties."""
        index = self._named.get((resource_type, name_property))
        if index is None:
            index = {}
            for logical_id in self._declared.by_type.get(resource_type, ()):
                name = self._resource(logical_id).get(name_property).text
                if name is not None:
                    index.setdefault(name, []).append(logical_id)
            self._named[resource_type, name_property] = index
        return index


class _Existing(Mapping[str, Resource]):
    """The resources that exist in a scenario, or may."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def __getitem__(self, logical_id: str) -> Resource:
        if self._resources.exists(logical_id) is False:
            raise KeyError(logical_id)
        return self._resources._resource(logical_id)

    def __iter__(self) -> Iterator[str]:
        for logical_id in self._resources._declared.bodies:
            if self._resources.exists(logical_id) is not False:
                yield logical_id

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _published(outputs: Any) -> Iterator[str]:
    for output in outputs.values() if isinstance(outputs, Mapping) else ():
        value = output.get("Value") if isinstance(output, Mapping) else None
        if isinstance(value, Mapping) and len(value) == 1 and isinstance(value.get("Ref"), str):
            yield value["Ref"]


def is_tree(node: Any) -> bool:
    """Return whether ``node`` can be walked: no circle, no depth or size that nothing real has."""
    level, left = [node], _MANY
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for each in level:
            children = each.values() if isinstance(each, dict) else each
            below += [child for child in children if isinstance(child, (dict, list, tuple))]
        left -= len(below)
        if not below or left < 0:
            return left >= 0
        level = below
    return False


def _naming(resource: Resource, way: Link) -> Iterator[Value]:
    """Yield the values of a resource that name what ``way`` leads to."""
    if not way.where:
        yield from resource.values(way.path)
        return
    place, _, name = way.path.rpartition("/")
    for part in resource.parts(place):
        if part.get(way.where[0]).text == way.where[1]:
            yield from part.values(name)


def _mentioned(node: Any) -> Iterator[str]:
    """Yield every logical id that ``node`` refers to anywhere, an ``Fn::If`` included."""
    yield from referenced(node)
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        if isinstance(child, (dict, list)):
            yield from _mentioned(child)


def _construct_path(body: Mapping[str, Any]) -> str:
    metadata = body.get("Metadata")
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    return path if isinstance(path, str) else ""
