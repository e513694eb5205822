"""Looking at a template in every scenario that makes a difference to the one who looks.

Whoever looks starts where nothing is decided. Where that raises ``Undecided``, the look is repeated
once for each answer. Nobody pays for conditions that he does not meet, and a template without
conditions is looked at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeVar

from sagemaker_hosting.template.resources import Declared, Resources
from sagemaker_hosting.template.scenario import Decision, Scenario, Undecided

LOOKS: Final = 128
"""How often one question is looked at; scenarios beyond that are not considered."""

FEW_LOOKS: Final = 16
"""How often each question may be looked at, whatever the others took."""

ALL_LOOKS: Final = 2_000
"""How often a template is looked at beyond that, all questions together."""

_KEPT: Final = 512
_T = TypeVar("_T")
_Decisions = frozenset[Decision]
_NOTHING: Final[_Decisions] = frozenset()


class Worlds:
    """A template in all its scenarios.

    Attributes:
        declared: What it declares, whatever the scenario.
    """

    def __init__(self, template: Mapping[str, Any], region: str | None = None) -> None:
        self.declared = Declared(template)
        self._region = region
        self._kept: dict[_Decisions, Resources] = {}

    def at(self, decisions: _Decisions = _NOTHING) -> Resources:
        """Return the template where ``decisions`` hold and everything else is open."""
        world = self._kept.get(decisions)
        if world is None:
            scenario = Scenario(self.declared.sections, decisions, ask=True)
            world = Resources(self.declared, scenario, region=self._region)
            if len(self._kept) < _KEPT:
                self._kept[decisions] = world
        return world


class Exploration:
    """The scenarios of one template, or of several that are deployed with the same parameters.

    Args:
        templates: The templates.
        region: The Region that they are deployed to. Default: not known.
    """

    def __init__(self, *templates: Mapping[str, Any], region: str | None = None) -> None:
        self.worlds = tuple(Worlds(template, region) for template in templates)
        self._looks = ALL_LOOKS

    def look(
        self, at: Callable[..., _T], undecided: Undecided | None = None
    ) -> Iterator[tuple[tuple[Resources, ...], _T]]:
        """Yield each scenario that ``at`` tells apart, with what it returns there.

        Args:
            at: Called with the resources of each template; whatever it does is repeated.
            undecided: What it raises where nothing is decided. Default: it is called to see.
        """
        open_ends = [_NOTHING] if undecided is None else _answers(_NOTHING, undecided)
        for look in range(LOOKS):
            if not open_ends:
                return
            if look >= FEW_LOOKS:
                if self._looks <= 0:
                    return
                self._looks -= 1
            decisions = open_ends.pop()
            resources = tuple(worlds.at(decisions) for worlds in self.worlds)
            try:
                seen = at(*resources)
            except Undecided as question:
                open_ends += _answers(decisions, question)
                continue
            if all(each.scenario.can_be_deployed() for each in resources):
                yield resources, seen


def _answers(decisions: _Decisions, question: Undecided) -> list[_Decisions]:
    """Return ``decisions`` with each answer to ``question``, the first one last."""
    return [decisions | {answer} for answer in reversed(question.answers)]
