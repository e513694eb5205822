"""The defaults that hold at a place: what its scopes have set, from the outermost inwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final
from weakref import WeakKeyDictionary, WeakSet

from constructs import IConstruct

from sagemaker_hosting.cdk._l1 import seconds
from sagemaker_hosting.cdk._surroundings import scope_of
from sagemaker_hosting.cdk.defaults.checks import SOURCE
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.shown import is_same, shown
from sagemaker_hosting.core.errors import InvalidProps

ADDED_UP: Final = frozenset(
    {
        "allowed_instance_types",
        "allowed_rollouts",
        "alarm_topics",
        "alarms",
        "minimum_bake",
        "name_pattern",
        "name_prefix",
        "rollback_on",
    }
)
"""What an inner scope adds to what an outer one enforces, instead of contradicting it."""
TAG: Final = "tags "
"""What stands before the key of a tag, where each tag is a setting of its own."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One default of one scope.

    Attributes:
        name: Its name.
        value: Its value.
        where: The construct path of the scope that set it.
        message: What is said to whoever states something else. None: it is not enforced.
    """

    name: str
    value: Any
    where: str
    message: str | None = None

    @property
    def enforced(self) -> bool:
        """Whether nothing else may be stated."""
        return self.message is not None

    @cached_property
    def seconds(self) -> Any:
        """The value, which is a duration, in seconds; may be a token. Asked of the CDK once."""
        return seconds(self.value, self.name)

    def refusal(self, what: str, fix: str) -> InvalidProps:
        """Return the error for ``what`` is stated against it, in the platform team's words."""
        return InvalidProps(
            f"{what}: {self.message}",
            fix=fix,
            source=f"the organisation's defaults, enforced on {self.where}",
        )


class Effective:
    """The defaults that hold for the constructs in a scope."""

    def __init__(self, settings: Mapping[str, tuple[Setting, ...]] | None = None) -> None:
        self._settings = settings or {}

    def settings(self, name: str) -> Sequence[Setting]:
        """Return what holds under ``name``: of what is not added up, one setting at the most."""
        return self._settings.get(name, ())

    def value(self, name: str) -> Any:
        """Return the default ``name``; None where there is none."""
        found = self._settings.get(name)
        value = found[-1].value if found else None
        return None if value is Explicit.NONE else value

    def enforced(self, name: str) -> Setting | None:
        """Return the setting ``name`` if it is enforced."""
        return next((each for each in self._settings.get(name, ()) if each.enforced), None)

    def chosen(self, name: str, stated: Any, *, argument: str | None = None) -> Any:
        """Return what a construct uses: what it states, or else the default.

        Args:
            name: The name of the default.
            stated: What the construct states; None: nothing.
            argument: What the construct calls it. Default: ``name``.

        Raises:
            InvalidProps: When something else than an enforced default is stated.
        """
        if stated is None:
            return self.value(name)
        setting = self.enforced(name)
        if setting is not None and not is_same(stated, setting.value):
            argument = argument or name
            raise setting.refusal(
                f"{argument} is {shown(stated)}", f"leave out {argument}: {shown(setting.value)}"
            )
        return None if stated is Explicit.NONE else stated

    def check_tags(self, stated: Mapping[str, str] | None) -> None:
        """Refuse a tag that is enforced with another value.

        Raises:
            InvalidProps: When there is one.
        """
        for key, value in (stated or {}).items():
            self.chosen(f"{TAG}{key}", value, argument=f"tag {key}")

    @property
    def tags(self) -> dict[str, str]:
        """The tags that hold, by key."""
        return {
            name.removeprefix(TAG): found[-1].value
            for name, found in self._settings.items()
            if name.startswith(TAG)
        }

    def below(self, settings: Iterable[Setting]) -> Effective:
        """Return what holds in a scope below that has ``settings`` of its own."""
        own = list(settings)
        if not own:
            return self
        merged = dict(self._settings)
        if any(each.name == "vpc" for each in own) and self.enforced("vpc") is None:
            # Subnets and groups of another VPC are of no use in this one.
            for name in ("vpc_subnets", "security_groups"):
                merged[name] = tuple(each for each in self.settings(name) if each.enforced)
        for setting in own:
            above = tuple(each for each in self.settings(setting.name) if each.enforced)
            if above:
                _check_inner(setting, above[-1])
                if setting.name not in ADDED_UP:
                    continue
            merged[setting.name] = (*above, setting)
        return Effective(merged)


_NOTHING: Final = Effective()
_SET: Final[WeakKeyDictionary[IConstruct, list[Setting]]] = WeakKeyDictionary()
_KNOWN: Final[WeakKeyDictionary[IConstruct, Effective]] = WeakKeyDictionary()
_ASKED: Final[WeakSet[IConstruct]] = WeakSet()


def effective(construct: IConstruct) -> Effective:
    """Return the defaults that hold for ``construct``, and note that it has asked.

    Nothing is asked of the CDK while no scope has any.
    """
    _ASKED.add(construct)
    return look_up(construct) if _SET else _NOTHING


def look_up(construct: IConstruct) -> Effective:
    """Return the defaults that hold for ``construct``."""
    known = _KNOWN.get(construct)
    if known is None:
        parent = scope_of(construct)
        if parent is not None:
            known = look_up(parent).below(_SET.get(construct, ()))
        else:
            known = _NOTHING
            for scope in construct.node.scopes:
                known = known.below(_SET.get(scope, ()))
        _KNOWN[construct] = known
    return known


def set_on(scope: IConstruct, settings: Sequence[Setting]) -> None:
    """Let ``settings`` hold in ``scope``.

    Raises:
        InvalidProps: When a construct in the scope has already been made without them, when the
            scope has one of them already, or when something enforced further out says otherwise.
    """
    own = _SET.get(scope, [])
    _refuse_twice(own, settings)
    inside = scope.node.find_all()
    late = next((each for each in inside if each in _ASKED), None)
    if late is not None:
        raise InvalidProps(
            f"defaults are set on {_path(scope)} after {_path(late)} was made without them",
            fix="set defaults before the constructs that they are for, best where the app or the "
            "stage begins",
            source=SOURCE,
        )
    outer = _NOTHING
    for above in scope.node.scopes[:-1]:
        outer = outer.below(_SET.get(above, ()))
    here = outer.below([*own, *settings])
    for below in inside:
        # What is set further in has to go with what is enforced now.
        if below is not scope and below in _SET:
            here.below(_SET[below])
    _SET[scope] = [*own, *settings]
    _KNOWN.clear()


def _refuse_twice(own: Sequence[Setting], settings: Sequence[Setting]) -> None:
    names = {each.name: each for each in own}
    for setting in settings:
        earlier = names.get(setting.name)
        if earlier is not None:
            raise InvalidProps(
                f"{setting.name} is set twice on {setting.where}: to {shown(earlier.value)} and to "
                f"{shown(setting.value)}",
                fix="set it once on each scope",
                source=SOURCE,
            )


def _check_inner(setting: Setting, outer: Setting) -> None:
    """Refuse a default of an inner scope against what is enforced further out."""
    if setting.name == "name_prefix":
        if setting.value.startswith(outer.value):
            return
    elif setting.name in ADDED_UP or is_same(setting.value, outer.value):
        return
    raise outer.refusal(
        f"the default {setting.name} of {setting.where} is {shown(setting.value)}",
        f"leave it out: {shown(outer.value)}",
    )


def _path(construct: IConstruct) -> str:
    return construct.node.path or "the app"
