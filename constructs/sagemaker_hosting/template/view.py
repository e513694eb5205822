"""Reading CloudFormation properties: every value is known, unknown or absent.

```python
for variant in resource.parts("ProductionVariants/*"):
    count = variant.get("InitialInstanceCount").number   # None unless it is a known number
```
A path is property names and list positions joined by ``/``; ``*`` stands for every element of a
list (or every value of a map). A value is unknown when CloudFormation or the CDK fills it in later.
Numbers and booleans may be written as strings in a template; ``number`` and ``boolean`` read both.

In a whole template an intrinsic function is read as what it comes to, where that is certain
(``template.functions``). Paths pass over it: ``A/0`` is the first element as it was written, be
``A`` a list or an ``Fn::If`` between two, and whether or not other elements are ``AWS::NoValue``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, wraps
from typing import Any, Final, Protocol, TypeVar

from sagemaker_hosting.core.tokens import is_intrinsic, is_known, is_token
from sagemaker_hosting.template.functions import UNKNOWN, Functions, is_no_value

Properties = Mapping[str, Any]
"""The ``Properties`` of a resource, as CloudFormation spells them."""


class _Absent:
    """The type of ``ABSENT``."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = _Absent()
"""Stands where a property was not written. 0, "" and False are values; null is not."""


_BOOLEANS: Final = {"true": True, "false": False}
_LARGEST: Final = 1e288


class Value:
    """What stands at a path: a known value, an unknown one, or nothing.

    Attributes:
        path: Where it stands, from the resource's properties.
    """

    __slots__ = ("_functions", "_node", "path")

    def __init__(self, path: str, raw: Any, functions: Functions | None = None) -> None:
        self.path = path
        self._node = raw
        # Of a scalar there is nothing more to find out.
        self._functions = functions if isinstance(raw, (dict, list)) else None

    @property
    def raw(self) -> Any:
        """Return the value itself; ``ABSENT`` when there is none.

        What is certain of an intrinsic function within it stands in its place.
        """
        if self._functions is not None:
            self._node, self._functions = self._functions.deep(self._node), None
        return self._node

    @property
    def is_absent(self) -> bool:
        """Return whether it is certain that nothing stands here."""
        return self._node is ABSENT

    @property
    def is_known(self) -> bool:
        """Return whether a value stands here and all of it is plain data."""
        return self._node is not ABSENT and is_known(self.raw)

    @property
    def is_given(self) -> bool:
        """Return whether it is certain that a value stands here, be it known or not.

        A ``Ref`` certainly stands for something. An ``Fn::If`` may choose ``AWS::NoValue``, and a
        CDK token may resolve to nothing: of those it is not certain.
        """
        node = self._node
        if node is ABSENT:
            return False
        if isinstance(node, dict):
            return "Fn::If" not in node
        if isinstance(node, str):
            return not is_token(node)
        return isinstance(node, (list, tuple)) or is_known(node)

    @property
    def number(self) -> float | None:
        """Return the known number that stands here; None for anything else."""
        number = self._node
        if isinstance(number, str):
            try:
                number = float(number)
            except ValueError:
                return None
        elif not isinstance(number, (int, float)) or isinstance(number, bool):
            return None
        # What no double holds is no number of anything; CDK tokens lie below.
        return number if -_LARGEST < number < _LARGEST else None

    @property
    def text(self) -> str | None:
        """Return the known string that stands here; None for anything else."""
        node = self._node
        if not isinstance(node, str):
            return None
        return node if "{" not in node or is_known(node) else None

    @property
    def boolean(self) -> bool | None:
        """Return the known boolean that stands here; None for anything else."""
        node = self._node
        if isinstance(node, bool):
            return node
        return _BOOLEANS.get(node.lower()) if isinstance(node, str) else None

    @property
    def length(self) -> int | None:
        """Return how many elements a list has, when that is certain; None for anything else.

        The elements themselves may be unknown, but not whether they are there.
        """
        raw = self.raw
        if not isinstance(raw, (list, tuple)):
            return None
        return len(raw) if all(Value("", item).is_given for item in raw) else None

    def __repr__(self) -> str:
        return f"Value({self.path!r}, {self._node!r})"


class View:
    """A map of properties, read by path. The root of it is a ``Resource``.

    What was read once is remembered: many rules ask for the same properties, so a map is not to be
    changed while it is viewed.

    Attributes:
        path: Where the map stands, from the resource's properties; empty at the root.
        properties: The map itself; empty when nothing, or nothing known, stands there.
        is_known: Whether a map stands there that can be read.
    """

    __slots__ = (
        "_found",
        "_functions",
        "_is_open",
        "_parts",
        "is_known",
        "path",
        "properties",
    )

    def __init__(self, properties: Any, path: str = "", functions: Functions | None = None) -> None:
        if functions is not None:
            properties = functions.head(properties)
        self.path = path
        self.is_known = isinstance(properties, Mapping) and not is_intrinsic(properties)
        self.properties: Properties = properties if self.is_known else {}
        self._functions = functions
        self._is_open = functions is not None and functions.adds_to(self.properties)
        self._found: dict[str, list[Value]] = {}
        self._parts: dict[str, list[View]] = {}

    def get(self, path: str) -> Value:
        """Return what stands at ``path``, which holds no ``*``. Something always does."""
        # Asked more often than anything else, so the answer is kept and looked up here.
        found = self._found.get(path)
        if not found:
            found = self._step_by_step(path) or [_nothing(self._join(path))]
            self._found[path] = found
        return found[0]

    def values(self, path: str) -> Iterator[Value]:
        """Yield everything that stands at ``path``, known or unknown; nothing for what is absent.

        Where the way itself is unknown (a list that is a parameter, say) one unknown value is
        yielded, with the path at which the way ended.
        """
        return (value for value in self._walk(path) if value._node is not ABSENT)

    def part(self, path: str) -> View:
        """Return the map at ``path``, which holds no ``*``; an empty one when there is none."""
        found = self._parts.get(path)
        if found is None:
            value = self.get(path)
            found = self._parts[path] = [View(value._node, value.path, self._functions)]
        return found[0]

    def parts(self, path: str) -> Iterator[View]:
        """Yield every readable map at ``path``; what is absent or unknown is passed over."""
        found = self._parts.get(key := f"{path}/")
        if found is None:
            found = self._parts[key] = [
                View(value._node, value.path, self._functions)
                for value in self._walk(path)
                if isinstance(value._node, dict) and not is_intrinsic(value._node)
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
        certain = self.is_known and not self._is_open
        if certain and names[0] != "*" and names[0] not in self.properties:
            return []
        node = self.properties if self.is_known else UNKNOWN
        return _reach(node, self.path, names, self._functions)

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
        super().__init__(properties, functions=template.functions if template is not None else None)
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


class Remembers(Protocol):
    """What rules ask questions of: a resource, or all those of a template."""

    _remembered: dict[Any, tuple[Any, ...]]


_T = TypeVar("_T")
_Asked = TypeVar("_Asked", bound=Remembers)


def remembered(
    function: Callable[[_Asked], Iterable[_T]],
) -> Callable[[_Asked], tuple[_T, ...]]:
    """Let several rules ask the same of a resource or of a template, which is answered once.

    What a rule has to gather from the whole template belongs into a function of the template
    (``Resources``), or a rule over many resources looks at all of them again for each.
    """

    @wraps(function)
    def ask(asked: _Asked) -> tuple[_T, ...]:
        answer = asked._remembered.get(function)
        if answer is None:
            answer = asked._remembered[function] = tuple(function(asked))
        return answer

    return ask


@lru_cache(maxsize=4096)
def _split(path: str) -> tuple[str, ...]:
    return tuple(path.split("/"))


@lru_cache(maxsize=4096)
def _nothing(path: str) -> Value:
    return Value(path, ABSENT)


def _reach(node: Any, path: str, names: Sequence[str], functions: Functions | None) -> list[Value]:
    """Return what stands along ``names`` below ``node``, which stands at ``path``."""
    for index, name in enumerate(names):
        if isinstance(node, dict) and len(node) == 1 and is_intrinsic(node):
            return [Value(path, UNKNOWN)]
        if name == "*":
            return _reach_all(node, path, names[index + 1 :], functions)
        place = f"{path}/{name}" if path else name
        if isinstance(node, (dict, Mapping)) and name in node:
            node = _settled(node[name], functions)
        elif isinstance(node, (list, tuple)) and name.isdecimal() and int(name) < len(node):
            node = _settled(node[int(name)], functions)
        elif functions is not None and functions.adds_to(node):
            return [Value(place, UNKNOWN)]
        elif isinstance(node, (Mapping, list, tuple)) or is_known(node):
            # A plain scalar where a map should be is the schema's business.
            return []
        else:
            return [Value(path, UNKNOWN)]
        path = place
        if node is ABSENT and index + 1 < len(names):
            return []
    return [Value(path, node, functions)]


def _reach_all(
    node: Any, path: str, names: Sequence[str], functions: Functions | None
) -> list[Value]:
    """Return what stands along ``names`` below every element of ``node``."""
    children: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, Mapping):
        children = ((key, item) for key, item in node.items() if str(key)[:4] != "Fn::")
    elif isinstance(node, (list, tuple)):
        children = enumerate(node)
    elif not is_known(node):
        return [Value(path, UNKNOWN)]
    found: list[Value] = []
    for key, item in children:
        child = _settled(item, functions)
        if child is not ABSENT:
            found += _reach(child, f"{path}/{key}" if path else str(key), names, functions)
    if functions is not None and functions.adds_to(node):
        found.append(Value(f"{path}/*" if path else "*", UNKNOWN))
    return found


def _settled(node: Any, functions: Functions | None) -> Any:
    """Return what ``node`` comes to; ``ABSENT`` when that is nothing."""
    if isinstance(node, dict):
        if functions is not None:
            node = functions.head(node)
        return ABSENT if is_no_value(node) else node
    return ABSENT if node is None else node
