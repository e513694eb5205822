"""The shape of what users import: one flat name, keyword-only, documented."""

from __future__ import annotations

import ast
import dataclasses
import enum
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from constructs import Construct

import sagemaker_hosting as hosting
from sagemaker_hosting.facts.metrics import all_metrics

ROOT = Path(__file__).parents[2]
LIBRARY = ROOT / "constructs" / "sagemaker_hosting"
NAMES = list(hosting.__all__)
CLASSES = {name: getattr(hosting, name) for name in NAMES}
CONSTRUCTS = {name: kind for name, kind in CLASSES.items() if issubclass(kind, Construct)}

# The bases of owned and imported things are not created by themselves.
CREATED = [name for name, kind in CONSTRUCTS.items() if "__init__" in vars(kind)]


def own(kind: type) -> bool:
    return kind.__module__.startswith("sagemaker_hosting")


def methods() -> Iterator[tuple[str, Any]]:
    """Yield every public method and property of the public classes, where it is defined by us."""
    for name, kind in CLASSES.items():
        for base in kind.__mro__:
            if not own(base):
                continue
            for attribute, value in vars(base).items():
                function = getattr(value, "__func__", getattr(value, "fget", value))
                if not attribute.startswith("_") and inspect.isfunction(function):
                    yield f"{name}.{attribute}", function


METHODS = dict(methods())
SIGNATURES = {
    **{
        f"{name}.__init__": kind.__init__
        for name, kind in CLASSES.items()
        if "__init__" in vars(kind) and not dataclasses.is_dataclass(kind)
    },
    **METHODS,
}


def parameters(function: Any) -> list[inspect.Parameter]:
    return [
        parameter
        for parameter in inspect.signature(function).parameters.values()
        if parameter.name not in ("self", "cls")
    ]


def test_all_is_what_type_checkers_see() -> None:
    tree = ast.parse((LIBRARY / "__init__.py").read_text())
    seen = {
        alias.asname: f"{node.module}.{alias.name}"
        for block in tree.body
        if isinstance(block, ast.If)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert sorted(name for name in seen if name) == sorted(NAMES)
    homes = {name: f"{kind.__module__}.{name}" for name, kind in CLASSES.items()}
    assert seen == homes


def test_all_is_sorted() -> None:
    assert sorted(NAMES) == NAMES


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'Nothing'"):
        _ = hosting.Nothing


@pytest.mark.parametrize("name", CREATED)
def test_a_construct_takes_scope_and_id_and_then_keywords(name: str) -> None:
    first, second, *others = parameters(CONSTRUCTS[name].__init__)
    assert (first.name, second.name) == ("scope", "id")
    assert {parameter.kind for parameter in others} == {inspect.Parameter.KEYWORD_ONLY}


@pytest.mark.parametrize("name", SIGNATURES)
def test_no_signature_hides_its_arguments(name: str) -> None:
    kinds = {parameter.kind for parameter in parameters(SIGNATURES[name])}
    assert kinds.isdisjoint({inspect.Parameter.VAR_KEYWORD, inspect.Parameter.VAR_POSITIONAL})


@pytest.mark.parametrize("name", SIGNATURES)
def test_every_signature_is_annotated(name: str) -> None:
    function = SIGNATURES[name]
    assert "return" in function.__annotations__
    assert [p.name for p in parameters(function) if p.annotation is p.empty] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_class_says_what_it_is(name: str) -> None:
    assert (vars(CLASSES[name]).get("__doc__") or "").strip()


@pytest.mark.parametrize("name", METHODS)
def test_every_method_says_what_it_does(name: str) -> None:
    documented = METHODS[name].__doc__
    if not documented:  # an override says it once, where it is introduced
        owner, _, attribute = name.partition(".")
        documented = inspect.getdoc(getattr(CLASSES[owner], attribute))
    assert documented


def _entries(documentation: str, section: str) -> dict[str, str]:
    """Return the entries of ``Args:`` or ``Attributes:`` by name."""
    match = re.search(rf"^{section}:\n(.*?)(?=^\S|\Z)", documentation, re.S | re.M)
    if match is None:
        return {}
    text = inspect.cleandoc("\n" + match[1])
    parts = re.split(r"^(\w+): ", text, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _optional_arguments() -> Iterator[tuple[str, str, str]]:
    for name, function in SIGNATURES.items():
        entries = _entries(inspect.getdoc(function) or "", "Args")
        for parameter in parameters(function):
            if parameter.default is not parameter.empty and parameter.name in entries:
                yield name, parameter.name, entries[parameter.name]
    for name, kind in CLASSES.items():
        if not dataclasses.is_dataclass(kind):
            continue
        entries = _entries(inspect.getdoc(kind) or "", "Attributes")
        for field in dataclasses.fields(kind):
            optional = (
                field.default is not dataclasses.MISSING
                or field.default_factory is not dataclasses.MISSING
            )
            if field.init and optional and not field.name.startswith("_"):
                yield name, field.name, entries.get(field.name, "")


def test_every_optional_argument_says_its_default() -> None:
    silent = [
        f"{name}({one})" for name, one, text in _optional_arguments() if "Default:" not in text
    ]
    assert silent == []


@pytest.mark.parametrize("name", SIGNATURES)
def test_what_is_documented_exists_and_what_exists_is_documented(name: str) -> None:
    entries = _entries(inspect.getdoc(SIGNATURES[name]) or "", "Args")
    if entries:
        assert set(entries) == {parameter.name for parameter in parameters(SIGNATURES[name])}


@pytest.mark.parametrize("name", CREATED)
def test_a_construct_documents_every_argument(name: str) -> None:
    assert _entries(inspect.getdoc(CONSTRUCTS[name].__init__) or "", "Args")


SOURCE = re.compile(r"https://|guide pages? \d|CloudFormation|``AWS::")


def _documentation(name: str) -> str:
    """Return what a reader sees of a class, or of a method: overrides say it where it began."""
    owner, _, attribute = name.partition(".")
    kind = CLASSES[owner]
    if attribute and attribute != "__init__":
        return inspect.getdoc(getattr(kind, attribute)) or ""
    return f"{inspect.getdoc(kind)}\n{inspect.getdoc(kind.__init__)}"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, kind in CLASSES.items()
        if not issubclass(kind, Exception) and (dataclasses.is_dataclass(kind) or name in CREATED)
    ],
)
def test_what_users_make_names_its_source(name: str) -> None:
    assert SOURCE.search(_documentation(name))


def _refuses(function: Any) -> bool:
    """Whether a function refuses something by itself, other than being abstract."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    raised = {
        node.exc.func.id
        for node in nodes
        if isinstance(node, ast.Raise)
        and isinstance(node.exc, ast.Call)
        and isinstance(node.exc.func, ast.Name)
    }
    calls = {
        node.func.id
        for node in nodes
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return "InvalidProps" in raised or "enforce" in calls


def test_what_refuses_says_when() -> None:
    refusing = {name for name, function in SIGNATURES.items() if _refuses(function)} | {
        name for name, kind in CLASSES.items() if "__post_init__" in vars(kind)
    }
    assert refusing
    assert [name for name in sorted(refusing) if "Raises:" not in _documentation(name)] == []


UNITS = {
    "Microseconds": r"\*\*microseconds\*\*",
    "Milliseconds": r"\*\*milliseconds\*\*",
    "Seconds": r"\*\*seconds\*\*",
    "Percent": r"percent|from 0 to 1",
    "Count": "",
    "None": "",
}


@pytest.mark.parametrize("name", [name for name in METHODS if ".metric_" in name])
def test_a_metric_says_its_unit(name: str) -> None:
    tree = ast.parse(textwrap.dedent(inspect.getsource(METHODS[name])))
    words = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    units = {metric.unit for metric in all_metrics() if metric.name in words}
    assert all(re.search(UNITS[unit], _documentation(name)) for unit in units)


@pytest.mark.parametrize(
    "name", [name for name, kind in CLASSES.items() if dataclasses.is_dataclass(kind)]
)
def test_a_value_object_cannot_be_changed(name: str) -> None:
    assert CLASSES[name].__dataclass_params__.frozen


def test_kinds_of_things_are_not_told_by_booleans() -> None:
    """A flag is fine where it switches one thing on; two kinds of a thing are two classes."""
    flags = {
        parameter.name
        for function in SIGNATURES.values()
        for parameter in parameters(function)
        if parameter.annotation == "bool"
    }
    assert flags <= {
        "accept_eula",
        "bidirectional_streams",
        "disable_scale_in",
        "fips",
        "header",
        "include_client_errors",
        "lines",
        "network_isolation",
        "private_dns",
        "publish_metrics",
    }


def test_errors_are_one_family() -> None:
    errors = [kind for kind in CLASSES.values() if issubclass(kind, Exception)]
    assert all(issubclass(kind, hosting.HostingError) for kind in errors)
    assert issubclass(hosting.InvalidProps, ValueError)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({}, "wrong"),
        ({"path": "Stack/Churn"}, "Stack/Churn: wrong"),
        ({"fix": "do"}, "wrong\n  fix: do"),
        ({"fix": "do", "source": "page 1"}, "wrong\n  fix: do\n  see: page 1"),
    ],
)
def test_an_error_reads_as_what_fix_and_source(arguments: dict[str, str], text: str) -> None:
    assert str(hosting.HostingError("wrong", **arguments)) == text


def _refusals() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(LIBRARY.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                call = node.exc
                if isinstance(call.func, ast.Name) and call.func.id == "InvalidProps":
                    yield f"{path.relative_to(LIBRARY)}:{node.lineno}", call


def test_every_refusal_says_how_to_mend_it() -> None:
    without = [
        where for where, call in _refusals() if "fix" not in {word.arg for word in call.keywords}
    ]
    assert without == []


def test_every_module_is_one_line_of_documentation_at_least() -> None:
    silent = [
        str(path.relative_to(LIBRARY))
        for path in sorted(LIBRARY.rglob("*.py"))
        if not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def test_enumerations_document_their_members() -> None:
    for kind in CLASSES.values():
        if issubclass(kind, enum.Enum):
            assert all(member.name in (kind.__doc__ or "") for member in kind)


def test_every_public_module_can_be_imported() -> None:
    for kind in CLASSES.values():
        assert importlib.import_module(kind.__module__)
