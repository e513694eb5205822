"""How the conditions of a template can turn out, one combination at a time.

A scenario answers the conditions from what has been decided so far: a parameter is this text, or it
is not that one. A question that nothing decides is raised as ``Undecided``, with the answers that
can occur; whoever explores takes each of them in turn (``template.exploration``). So only what is
asked is told apart, and two answers in one scenario never contradict each other: a parameter equals
one text at most, its ``AllowedValues`` bound it, and so do the ``Rules`` of the template.

Defaults hold together or not at all. One kind of scenario is the deployment in which nobody says
anything: every default is known. In the others somebody has given values, and then a default says
nothing about the parameters that no condition has decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, TypeAlias

from sagemaker_hosting.core.tokens import MAX_DEPTH
from sagemaker_hosting.template.functions import Functions
from sagemaker_hosting.template.parameters import Parameter, declared_parameters, text_of

Decision: TypeAlias = tuple[str, str, bool]
"""A term, a text, and whether the term is that text."""

_DEFAULTS: Final = "the defaults"
_MANY: Final = 16  # more values than this are not tried one by one


class Undecided(Exception):
    """A question that a scenario leaves open.

    Attributes:
        answers: The decisions that it can come to; one of them is true.
    """

    def __init__(self, answers: tuple[Decision, ...]) -> None:
        super().__init__("undecided")
        self.answers = answers


class Sections:
    """What a template says beside its resources.

    Attributes:
        parameters: The parameters by name.
        conditions: The conditions by name.
        mappings: The mappings by name.
        rules: The ``Rules``, which bound what can be deployed.
        macros: The macros that ``Transform`` names.
    """

    def __init__(self, template: Mapping[str, Any]) -> None:
        self.parameters: dict[str, Parameter] = declared_parameters(template)
        self.conditions = _section(template, "Conditions")
        self.mappings = _section(template, "Mappings")
        self.rules = _section(template, "Rules")
        self.macros = frozenset(_macros(template.get("Transform")))

    @cached_property
    def defaults_matter(self) -> bool:
        """Return whether some condition depends on a parameter that has a default."""
        return any(
            name in self.parameters and self.parameters[name].default is not None
            for operand in self._operands
            for name in names_in(operand)
        )

    def is_free(self, term: Any) -> bool:
        """Return whether ``term`` has parameters and shares none with another of the conditions.

        Only then can it be this or that whatever else has been decided.
        """
        names = set(names_in(term))
        return bool(names) and all(self._users.get(each, set()) <= {repr(term)} for each in names)

    @cached_property
    def _operands(self) -> tuple[Any, ...]:
        conditions = (*self.conditions.values(), *self.rules.values())
        return tuple(operand for condition in conditions for operand in _operands(condition))

    @cached_property
    def _users(self) -> Mapping[str, set[str]]:
        """Return the terms that refer to a name, by name."""
        found: dict[str, set[str]] = {}
        for operand in self._operands:
            for name in names_in(operand):
                found.setdefault(name, set()).add(repr(operand))
        return found


class Scenario:
    """One way in which the conditions turn out, as far as it is decided.

    Args:
        sections: What the template says beside its resources.
        decisions: What has been decided.
        ask: Whether an open question is raised. Default: its answer is not known.
    """

    def __init__(
        self,
        sections: Sections,
        decisions: frozenset[Decision] = frozenset(),
        *,
        ask: bool = False,
    ) -> None:
        self.sections = sections
        self._decided = {(term, text): answer for term, text, answer in decisions}
        self._is = {term: text for term, text, answer in decisions if answer}
        self._ask = ask
        self._answers: dict[str, bool | None] = {}
        self._asking: set[str] = set()
        self.functions = Functions(self.value, self.holds, sections.mappings, sections.macros)
        self._compared = Functions(self._compared_value, self.holds, sections.mappings)

    @property
    def answers(self) -> Mapping[str, bool]:
        """Return the conditions that were asked for and answered."""
        return {name: found for name, found in self._answers.items() if found is not None}

    def holds(self, condition: str) -> bool | None:
        """Return whether ``condition`` is true; None when that cannot be known.

        Raises:
            Undecided: When it can turn out either way.
        """
        if condition in self._answers:
            return self._answers[condition]
        # A condition that depends on itself has no answer.
        if condition in self._asking or condition not in self.sections.conditions:
            return None
        if len(self._asking) >= MAX_DEPTH:
            return None
        self._asking.add(condition)
        try:
            answer = self._evaluate(self.sections.conditions[condition])
        finally:
            self._asking.discard(condition)
        self._answers[condition] = answer
        return answer

    def value(self, parameter: str) -> Any:
        """Return what a ``Ref`` to ``parameter`` gives; None when it is not known.

        Raises:
            Undecided: When it depends on whether the defaults hold.
        """
        declared = self.sections.parameters.get(parameter)
        if declared is None:
            return self._is.get(parameter)
        if not declared.is_readable:
            return None
        bounded = parameter in self._is or len(self._candidates(parameter)) == 1
        if not bounded and declared.reported(declared.default or "") is None:
            return None  # before anybody is asked whether the defaults hold
        exact = self._exact(parameter)
        return None if exact is None else declared.reported(exact)

    def can_be_deployed(self) -> bool:
        """Return whether no rule of the template forbids what has been decided."""
        quiet = Scenario(self.sections)
        quiet._decided, quiet._is = self._decided, self._is
        return not any(map(quiet._forbids, self.sections.rules.values()))

    def _forbids(self, rule: Any) -> bool:
        if not isinstance(rule, Mapping) or not isinstance(rule.get("Assertions"), (list, tuple)):
            return False
        if "RuleCondition" in rule and not self._evaluate(rule["RuleCondition"]):
            return False
        asserted = [each.get("Assert") for each in rule["Assertions"] if isinstance(each, Mapping)]
        return any(self._evaluate(each) is False for each in asserted)

    def _evaluate(self, node: Any, depth: int = 0) -> bool | None:
        if not isinstance(node, Mapping) or len(node) != 1 or depth >= MAX_DEPTH:
            return None
        ((function, argument),) = node.items()
        if function == "Condition":
            return self.holds(argument) if isinstance(argument, str) else None
        if not isinstance(argument, (list, tuple)):
            return None
        if function == "Fn::Not" and len(argument) == 1:
            answer = self._evaluate(argument[0], depth + 1)
            return None if answer is None else not answer
        if function in ("Fn::And", "Fn::Or"):
            return self._any(argument, function == "Fn::Or", depth)
        if function == "Fn::Equals" and len(argument) == 2:
            return self._equals(*argument)
        if function == "Fn::Contains" and len(argument) == 2:
            return self._contains(*argument)
        return None

    def _any(self, parts: Any, wanted: bool, depth: int) -> bool | None:
        """Return ``wanted`` if a part comes to that, and its opposite if none can."""
        certain = bool(parts)
        for part in parts:
            answer = self._evaluate(part, depth + 1)
            if answer is wanted:
                return wanted
            certain = certain and answer is not None
        return not wanted if certain else None

    def _contains(self, listed: Any, value: Any) -> bool | None:
        if not isinstance(listed, (list, tuple)):
            return None
        answers = [self._equals(item, value) for item in listed]
        return True if True in answers else None if None in answers else False

    def _equals(self, left: Any, right: Any) -> bool | None:
        first, second = (text_of(self._compared.head(each)) for each in (left, right))
        if first is not None and second is not None:
            return first == second
        if first is None and second is None:
            return self._term_is([left, right], "the same")
        return self._term_is(left, second) if first is None else self._term_is(right, first)

    def _term_is(self, term: Any, text: str | None) -> bool | None:
        """Return whether ``term``, which is not known yet, is ``text``."""
        if text is None:
            return None
        name = term["Ref"] if isinstance(term, dict) and set(term) == {"Ref"} else None
        if isinstance(name, str) and (name in self.sections.parameters or "::" in name):
            return self._decide(name, text)
        self._try_values(term)
        if not self.sections.is_free(term):
            return None
        return self._decide(repr(term), text)

    def _try_values(self, term: Any) -> None:
        """Ask for the value of a parameter in ``term``, if all of them have few."""
        open_names = [name for name in names_in(term) if self._exact(name) is None]
        candidates = {name: self._candidates(name) for name in open_names}
        if candidates and all(0 < len(each) <= _MANY for each in candidates.values()):
            name = open_names[0]
            self._question(tuple((name, text, True) for text in candidates[name]))

    def _decide(self, term: str, text: str) -> bool | None:
        known = self._is.get(term)
        if known is not None:
            return known == text
        answer = self._decided.get((term, text))
        if answer is not None:
            return answer
        parameter = self.sections.parameters.get(term)
        if parameter is not None:
            if parameter.allowed is not None and text not in self._candidates(term):
                return False
            if not text and not parameter.may_be_empty:
                return False
        self._question(((term, text, True), (term, text, False)))
        return None

    def _exact(self, name: str) -> str | None:
        """Return the text that conditions see for a parameter; None when it is not known."""
        if name in self._is:
            return self._is[name]
        parameter = self.sections.parameters.get(name)
        if parameter is None:
            return None
        candidates = self._candidates(name)
        if len(candidates) == 1:
            return candidates[0]
        if parameter.default is not None and self._defaults_hold():
            return parameter.default
        return None

    def _compared_value(self, name: str) -> Any:
        """Return what conditions see for a parameter: a list, for one that is a list."""
        exact, parameter = self._exact(name), self.sections.parameters.get(name)
        return exact.split(",") if exact is not None and parameter and parameter.is_list else exact

    def _candidates(self, name: str) -> list[str]:
        """Return the texts that a parameter can still be; none when they are not bounded."""
        parameter = self.sections.parameters.get(name)
        allowed = (parameter.allowed if parameter is not None else None) or ()
        return [text for text in allowed if self._decided.get((name, text)) is not False]

    def _defaults_hold(self) -> bool | None:
        if not self.sections.defaults_matter:
            return True
        answer = self._decided.get((_DEFAULTS, ""))
        if answer is None:
            self._question(((_DEFAULTS, "", True), (_DEFAULTS, "", False)))
        return answer

    def _question(self, answers: tuple[Decision, ...]) -> None:
        if self._ask:
            raise Undecided(answers)


def names_in(term: Any) -> Iterator[str]:
    """Yield the parameters, pseudo parameters and resources that ``term`` refers to."""
    open_ends = [term]
    while open_ends:
        node = open_ends.pop()
        if isinstance(node, Mapping):
            for key, value in node.items():
                if key == "Ref" and isinstance(value, str):
                    yield value
                elif key == "Fn::Sub":
                    text = value[0] if isinstance(value, (list, tuple)) and value else value
                    yield from _SUBSTITUTED.findall(text) if isinstance(text, str) else ()
                open_ends.append(value)
        elif isinstance(node, (list, tuple)):
            open_ends += node


_SUBSTITUTED: Final = re.compile(r"\$\{([^!}][^}.]*)")


def _operands(condition: Any) -> Iterator[Any]:
    """Yield what the ``Fn::Equals`` of a condition compare; two unknown terms as one pair."""
    open_ends = [condition]
    while open_ends:
        node = open_ends.pop()
        if isinstance(node, Mapping):
            for key, value in node.items():
                if key == "Fn::Equals" and isinstance(value, (list, tuple)) and len(value) == 2:
                    both = text_of(value[0]) is None and text_of(value[1]) is None
                    yield from ([[*value]] if both else value)
                else:
                    open_ends.append(value)
        elif isinstance(node, (list, tuple)):
            open_ends += node


def _section(template: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    section = template.get(name)
    return section if isinstance(section, Mapping) else {}


def _macros(transform: Any) -> Iterator[str]:
    for each in transform if isinstance(transform, (list, tuple)) else [transform]:
        name = each.get("Name") if isinstance(each, Mapping) else each
        if name is not None:
            yield str(name)
