"""The catalogue holds together: ids, areas, metadata."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

import sagemaker_hosting.core.rule as rule_module
import sagemaker_hosting.rules as rules_package
from sagemaker_hosting.core.errors import NotFound
from sagemaker_hosting.core.findings import Severity
from sagemaker_hosting.rules import (
    AREAS,
    all_rules,
    by_id,
    catalogue,
    every_rule,
    rules_for,
    update_rules,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.rules.update_rule import UpdateRule

FOLDER = Path(rules_package.__file__).parent
MODULES = sorted(path for path in FOLDER.glob("*/*.py") if path.name != "__init__.py")


def test_rules_are_sorted_and_unique() -> None:
    ids = [rule.id for rule in every_rule()]
    assert ids == sorted(set(ids))
    assert len(ids) >= 90
    assert set(every_rule()) == {*all_rules(), *update_rules()}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_one_rule_per_file_named_after_it(path: Path) -> None:
    module = importlib.import_module(f"sagemaker_hosting.rules.{path.parent.name}.{path.stem}")
    own = [rule for rule in every_rule() if type(rule).__module__ == module.__name__]
    assert len(own) == 1
    assert type(own[0]).__name__ == "".join(word.capitalize() for word in path.stem.split("_"))
    assert module.__doc__ == f"{own[0].id}."


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_area_of_the_id_is_the_folder(rule: Rule | UpdateRule) -> None:
    folder = type(rule).__module__.split(".")[2]
    assert AREAS[rule.id[3:5]] == folder


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_metadata_is_complete(rule: Rule | UpdateRule) -> None:
    assert re.fullmatch(r"SMH\d{4}", rule.id)
    assert (
        rule.title[0] == rule.title[0].lower()
        or rule.title.split()[0].isupper()
        or (rule.title.split()[0] in ("PrimaryContainer",))
    )
    assert not rule.title.endswith(".")
    assert all(each.startswith(("AWS::", "Custom::")) for each in rule.resource_types)
    assert all(re.fullmatch(r"[a-z0-9-]+", fact) for fact in rule.facts)
    assert rule.url in rule.source
    assert (type(rule).__doc__ or "").strip()


def test_source_names_the_pages() -> None:
    assert by_id("SMH0402").source.startswith("developer guide page 338; https://")
    assert by_id("SMH0401").source.startswith("developer guide pages 325, 326; https://")
    assert by_id("SMH0412").source.startswith("https://")


def test_rules_for_a_type() -> None:
    assert {rule.id for rule in rules_for("AWS::SageMaker::Endpoint")} >= {"SMH0401", "SMH0424"}
    assert rules_for("AWS::Route53::HostedZone") == ()


def test_fails_for_an_unknown_id() -> None:
    with pytest.raises(NotFound, match="SMH9999"):
        by_id("SMH9999")


def define(**metadata: object) -> type[Rule]:
    complete: dict[str, object] = {
        "__doc__": "Why.",
        "__module__": "somewhere.else",
        "id": "SMH9901",
        "title": "a rule of yours",
        "resource_types": ("AWS::SageMaker::Model",),
        "facts": ("a-fact",),
        "url": "https://example.com",
    }
    complete.update(metadata)
    return type("Yours", (Rule,), {k: v for k, v in complete.items() if v is not None})


def test_a_complete_rule_is_accepted() -> None:
    assert define().severity is Severity.ERROR


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"id": None}, "lacks id"),
        ({"url": ""}, "lacks url"),
        ({"facts": ()}, "lacks facts"),
        ({"__doc__": None}, "lacks docstring"),
        ({"id": "X1"}, "not SMH and four digits"),
        ({"url": "http://example.com"}, "not an https address"),
    ],
)
def test_fails_when_metadata_is_missing(metadata: dict[str, object], message: str) -> None:
    with pytest.raises(TypeError, match=message):
        define(**metadata)


def test_fails_when_two_rules_share_an_id(monkeypatch: pytest.MonkeyPatch) -> None:
    twins = [define(), define()]
    monkeypatch.setattr(
        rule_module, "rules_in", lambda module, kind: [twins.pop()] if twins else []
    )
    catalogue.all_rules.cache_clear()
    try:
        with pytest.raises(TypeError, match="both SMH9901"):
            catalogue.all_rules()
    finally:
        catalogue.all_rules.cache_clear()


def test_check_must_be_written() -> None:
    with pytest.raises(NotImplementedError):
        define()().check(None)  # type: ignore[arg-type]
