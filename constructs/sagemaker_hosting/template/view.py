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
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_intrinsic, is_known

Properties = Mapping[str, Any]
"""The ``Properties`` of a resource, as CloudFormation spells them."""

_NO_VALUE: Final = {"Ref": "AWS::NoValue"}


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
        return self.raw if isinstance(self.raw, str) and is_known(self.raw) else None

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

    Attributes:
        path: Where the map stands, from the resource's properties; empty at the root.
        properties: The map itself; empty when nothing, or nothing known, stands there.
        is_known: Whether a map stands there that can be read.
    """

    __slots__ = ("is_known", "path", "properties")

    def __init__(self, properties: Any, path: str = "") -> None:
        self.path = path
        self.is_known = isinstance(properties, Mapping) and not is_intrinsic(properties)
        self.properties: Properties = properties if self.is_known else {}

    def get(self, path: str) -> Value:
        """Return what stands at ``path``, which holds no ``*``. Something always does."""
        return next(iter(self._walk(path)), None) or Value(self._join(path), ABSENT)

    def values(self, path: str) -> Iterator[Value]:
        """Yield everything that stands at ``path``, known or unknown; nothing for what is absent.

        Where the way itself is unknown (a list that is a parameter, say) one unknown value is
        yielded, with the path at which the way ended.
        """
        return (value for value in self._walk(path) if not value.is_absent)

    def part(self, path: str) -> View:
        """Return the map at ``path``, which holds no ``*``; an empty one when there is none."""
        value = self.get(path)
        return View(value.raw, value.path)

    def parts(self, path: str) -> Iterator[View]:
        """Yield every readable map at ``path``; what is absent or unknown is passed over."""
        for value in self._walk(path):
            if isinstance(value.raw, dict) and not is_intrinsic(value.raw):
                yield View(value.raw, value.path)

    def _walk(self, path: str) -> list[Value]:
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

    __slots__ = ("_related", "construct_path", "logical_id", "template", "type")

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


# An intrinsic that leads nowhere: what a walk puts where it cannot go on.
_UNKNOWN: Final[dict[str, Any]] = {"Fn::If": []}


@lru_cache(maxsize=1024)
def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


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
    return Value(path, ABSENT if raw is None or raw == _NO_VALUE else raw)
