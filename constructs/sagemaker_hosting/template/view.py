"""Reading CloudFormation properties: every value is known, unknown or absent.

```python
for variant in resource.parts("ProductionVariants/*"):
    count = variant.get("InitialInstanceCount").number   # None unless it is a known number
```
A path is property names and list positions joined by ``/``; ``*`` stands for every element of a
list (or every value of a map). A value is unknown when CloudFormation or the CDK fills it in later.
Numbers and booleans may be written as strings in a template; ``number`` and ``boolean`` read both.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, Final, TypeVar

from sagemaker_hosting.core.tokens import is_intrinsic, is_known

Properties = Mapping[str, Any]
"""The ``Properties`` of a resource, as CloudFormation spells them."""


class _Absent:
    """The type of ``ABSENT``."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""Stands where a property was not written. 0, "" and False are values; null is not."""


class Value:
    """What stands at a path: a known value, an unknown one, or nothing.

    Attributes:
        path: Where it stands, from the resource's properties.
        raw: The value as written; ``ABSENT`` when there is none.
    """

    __slots__ = ("path", "raw")

    def __init__(self, path: str, raw: Any) -> None:
        self.path = path
        self.raw = raw

    @property
    def is_absent(self) -> bool:
        """Return whether it is certain that nothing stands here."""
        return self.raw is ABSENT

    @property
    def is_known(self) -> bool:
        """Return whether a value stands here and all of it is plain data."""
        return self.raw is not ABSENT and is_known(self.raw)

    @property
    def is_given(self) -> bool:
        """Return whether it is certain that a value stands here, be it known or not.

        A ``Ref`` certainly stands for something. An ``Fn::If`` may choose ``AWS::NoValue``, and a
        CDK token may resolve to nothing: of those it is not certain.
        """
        raw = self.raw
        if raw is ABSENT:
            return False
        if isinstance(raw, dict):
            return "Fn::If" not in raw
        if isinstance(raw, (list, tuple)):
            return True
        return is_known(raw)

    @property
    def number(self) -> float | None:
        """Return the known number that stands here; None for anything else."""
        raw = self.raw
        if isinstance(raw, str):
            try:
                raw = float(raw)
            except ValueError:
                return None
            return raw if math.isfinite(raw) else None
        if isinstance(raw, (int, float)) and not isinstance(raw, bool) and is_known(raw):
            return raw
        return None

    @property
    def text(self) -> str | None:
        """Return the known string that stands here; None for anything else."""
        raw = self.raw
        return raw if isinstance(raw, str) and is_known(raw) else None

    @property
    def boolean(self) -> bool | None:
        """Return the known boolean that stands here; None for anything else."""
        if isinstance(self.raw, bool):
            return self.raw
        if isinstance(self.raw, str):
            return {"true": True, "false": False}.get(self.raw.lower())
        return None

    @property
    def length(self) -> int | None:
        """Return how many elements a list has, when that is certain; None for anything else.

        The elements themselves may be unknown, but not whether they are there.
        """
        if not isinstance(self.raw, (list, tuple)):
            return None
        certain = all(Value("", item).is_given for item in self.raw)
        return len(self.raw) if certain else None

    def __repr__(self) -> str:
        return f"Value({self.path!r}, {self.raw!r})"


class View:
    """A map of properties, read by path. The root of it is a ``Resource``.

    What was read once is remembered: many rules ask for the same properties, so a map is not to be
    changed while it is viewed.

    Attributes:
        path: Where the map stands, from the resource's properties; empty at the root.
        properties: The map itself; empty when nothing, or nothing known, stands there.
        is_known: Whether a map stands there that can be read.
    """

    __slots__ = ("_found", "_parts", "is_known", "path", "properties")

    def __init__(self, properties: Any, path: str = "") -> None:
        self.path = path
        self.is_known = isinstance(properties, Mapping) and not is_intrinsic(properties)
        self.properties: Properties = properties if self.is_known else {}
        self._found: dict[str, list[Value]] = {}
        self._parts: dict[str, list[View]] = {}

    def get(self, path: str) -> Value:
        """Return what stands at ``path``, which holds no ``*``. Something always does."""
        found = self._walk(path)
        return found[0] if found else _nothing(self._join(path))

    def values(self, path: str) -> Iterator[Value]:
        """Yield everything that stands at ``path``, known or unknown; nothing for what is absent.

        Where the way itself is unknown (a list that is a parameter, say) one unknown value is
        yielded, with the path at which the way ended.
        """
        return (value for value in self._walk(path) if value.raw is not ABSENT)

    def part(self, path: str) -> View:
        """Return the map at ``path``, which holds no ``*``; an empty one when there is none."""
        found = self._parts.get(path)
        if found is None:
            value = self.get(path)
            found = self._parts[path] = [View(value.raw, value.path)]
        return found[0]

    def parts(self, path: str) -> Iterator[View]:
        """Yield every readable map at ``path``; what is absent or unknown is passed over."""
        found = self._parts.get(key := f"{path}/")
        if found is None:
            found = self._parts[key] = [
                View(value.raw, value.path)
                for value in self._walk(path)
                if isinstance(value.raw, dict) and not is_intrinsic(value.raw)
            ]
        return iter(found)

    def _walk(self, path: str) -> list[Value]:
        found = self._found.get(path)
        if found is None:
            found = self._found[path] = self._step_by_step(path)
        return found

    def _step_by_step(self, path: str) -> list[Value]:
        names = _split(path)
        # Most rules ask for something that is not there: that answer comes first.
        if self.is_known and names[0] != "*" and names[0] not in self.properties:
            return []
        found = [Value(self.path, self.properties if self.is_known else _UNKNOWN)]
        for name in names:
            found = [child for value in found for child in _step(value, name)]
        return found

    def _join(self, path: str) -> str:
        return f"{self.path}/{path}" if self.path else path


class Resource(View):
    """A resource of a template, or a fragment of one that a construct is about to render.

    Attributes:
        type: The CloudFormation type, ``AWS::SageMaker::Endpoint``.
        logical_id: The logical id in its template; empty for a fragment.
        construct_path: The construct path, when it is known; for messages only.
        template: The template it belongs to, when there is one.
    """

    __slots__ = ("_related", "_remembered", "construct_path", "logical_id", "template", "type")

    def __init__(
        self,
        type: str,
        properties: Properties,
        logical_id: str = "",
        path: str = "",
        *,
        related: Mapping[str, Sequence[Resource]] | None = None,
        template: Any = None,
    ) -> None:
        super().__init__(properties)
        self.type = type
        self.logical_id = logical_id
        self.construct_path = path
        self.template = template
        self._related: Mapping[str, Sequence[Resource]] | None = related
        self._remembered: dict[Any, tuple[Any, ...]] = {}

    def related(self, link: str) -> Resource | None:
        """Return the only resource that ``link`` leads to; None when it is not known.

        Links are named in ``template.links`` after the type they lead to: ``EndpointConfig``.
        """
        found = self.all_related(link)
        return found[0] if len(found) == 1 else None

    def all_related(self, link: str) -> Sequence[Resource]:
        """Return every resource that ``link`` is known to lead to."""
        if self._related is not None:
            return self._related.get(link, ())
        if self.template is not None:
            found: Sequence[Resource] = self.template.linked(self, link)
            return found
        return ()

    def __repr__(self) -> str:
        return f"Resource({self.type!r}, {self.logical_id or self.construct_path!r})"


_T = TypeVar("_T")


def remembered(
    function: Callable[[Resource], Iterable[_T]],
) -> Callable[[Resource], tuple[_T, ...]]:
    """Let several rules ask the same question of a resource, which is answered once."""

    @wraps(function)
    def ask(resource: Resource) -> tuple[_T, ...]:
        answer = resource._remembered.get(function)
        if answer is None:
            answer = resource._remembered[function] = tuple(function(resource))
        return answer

    return ask


# An intrinsic that leads nowhere: what a walk puts where it cannot go on.
_UNKNOWN: Final[dict[str, Any]] = {"Fn::If": []}


@lru_cache(maxsize=4096)
def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


@lru_cache(maxsize=4096)
def _nothing(path: str) -> Value:
    return Value(path, ABSENT)


def _step(value: Value, name: str) -> list[Value]:
    """Return what stands one ``name`` below ``value``."""
    raw = value.raw
    if raw is ABSENT:
        return []
    children: Mapping[str, Any] = {}
    if isinstance(raw, (list, tuple)):
        children = {str(index): item for index, item in enumerate(raw)}
    elif isinstance(raw, Mapping) and not is_intrinsic(raw):
        children = raw
    elif isinstance(raw, Mapping) or not is_known(raw):
        return [Value(value.path, _UNKNOWN)]
    # A plain scalar where a map should be is the schema's business: nothing stands below it.
    if name == "*":
        return [_value(value, str(key), item) for key, item in children.items()]
    return [_value(value, name, children[name])] if name in children else []


def _value(parent: Value, name: str, raw: Any) -> Value:
    path = f"{parent.path}/{name}" if parent.path else name
    return Value(path, ABSENT if raw is None or _is_no_value(raw) else raw)


def _is_no_value(raw: Any) -> bool:
    return isinstance(raw, dict) and len(raw) == 1 and raw.get("Ref") == "AWS::NoValue"
