"""JMESPath expressions: whether they can be read, and whether they can be true or false.

The parser comes with boto3. Where it is not installed an expression is simply not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

Node = Mapping[str, Any]
"""A node of the parser: ``type``, ``children``, perhaps ``value``."""

_BOOLEAN: Final = frozenset({"contains", "ends_with", "starts_with"})
# What these return depends on what they are given.
_OPEN: Final = frozenset({"max", "max_by", "min", "min_by", "not_null"})
_ORDERINGS: Final = frozenset({"gt", "gte", "lt", "lte"})
_LISTS: Final = frozenset(
    {
        "current",
        "filter_projection",
        "flatten",
        "multi_select_dict",
        "multi_select_list",
        "projection",
        "slice",
        "value_projection",
    }
)
WORDS: Final = frozenset({"true", "false", "True", "False"})
"""What looks like a literal and, without backticks, is the name of a field."""


def problem(expression: str) -> str | None:
    """Return what is wrong with the syntax of ``expression``; None when nothing is known to be."""
    answer = _parsed(expression)
    return answer if isinstance(answer, str) else None


def tree(expression: str) -> Node | None:
    """Return the parsed ``expression``; None when it is wrong, or not known."""
    answer = _parsed(expression)
    return None if isinstance(answer, str) else answer


def _parsed(expression: str) -> Node | str | None:
    """Return the parsed expression, or what is wrong with it; None when neither is known."""
    try:
        import jmespath
        import jmespath.exceptions
    except ImportError:
        return None
    try:
        parsed: Node = jmespath.compile(expression).parsed
    except jmespath.exceptions.ParseError as error:
        wrong = error.token_value
        return "incomplete" if wrong in (None, "") else f"wrong at {wrong!r}"
    except jmespath.exceptions.JMESPathError:
        return "empty"
    except RecursionError:
        return None
    return parsed


def never_boolean(node: Node) -> str | None:
    """Return what ``node`` gives instead of true or false; None when it may give either."""
    kind, children, value = node["type"], node["children"], node.get("value")
    if kind == "literal":
        return None if isinstance(value, bool) else f"always {value!r}"
    if kind in _LISTS:
        return "a list or a map"
    if kind == "function_expression":
        return None if value in _BOOLEAN | _OPEN else f"what {value}() returns"
    if kind == "comparator" and value in _ORDERINGS:
        texts = [child["value"] for child in children if _is_text(child)]
        return f"nothing: {texts[0]!r} is a text, and only numbers are compared" if texts else None
    if kind in ("pipe", "subexpression"):
        return never_boolean(children[-1])
    return None


def fields(node: Node) -> Iterator[str]:
    """Yield the field names that stand anywhere in ``node``."""
    if node["type"] == "field":
        yield node["value"]
    for child in node["children"]:
        if isinstance(child, Mapping):
            yield from fields(child)


def has_index(node: Node) -> bool:
    """Return whether ``node`` takes an element of the record itself: ``[1]``."""
    if node["type"] == "index_expression" and node["children"][0]["type"] == "identity":
        return True
    return any(has_index(child) for child in node["children"] if isinstance(child, Mapping))


def bare_word(node: Node) -> str | None:
    """Return the word of ``node`` that was meant as a literal: alone, or compared with."""
    if node["type"] == "field" and node["value"] in WORDS:
        return str(node["value"])
    if node["type"] in ("comparator", "and_expression", "or_expression", "not_expression"):
        return next((word for child in node["children"] if (word := bare_word(child))), None)
    return None


def _is_text(node: Node) -> bool:
    return node["type"] == "literal" and isinstance(node.get("value"), str)
