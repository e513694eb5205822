"""Expressions of the online explainer, and the arithmetic behind its cost."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from sagemaker_hosting.facts import explainer
from sagemaker_hosting.rules._explainer import (
    BASELINE,
    baseline_rows,
    baseline_size,
    explains_text,
    feature_count,
    sample_count,
)
from sagemaker_hosting.rules._expressions import bare_word, fields, has_index, never_boolean, tree
from sagemaker_hosting.rules._expressions import problem as problem_of
from sagemaker_hosting.template.view import View


@pytest.mark.parametrize(
    ("features", "asked", "samples"),
    [(10, None, 1022), (20, None, 2088), (4, None, 14), (20, 100, 100), (3, 100, 6), (1, None, 0)],
)
def test_samples(features: int, asked: int | None, samples: int) -> None:
    assert sample_count(features, asked) == samples


def test_samples_of_very_many_features() -> None:
    assert sample_count(100_000, None) == 202_048


def config(baseline: dict[str, Any], inference: Any = None, text: Any = None) -> View:
    shap = {"ShapBaselineConfig": baseline, **({"TextConfig": text} if text else {})}
    clarify = {"ShapConfig": shap, "InferenceConfig": inference or {}}
    return View({"ExplainerConfig": {"ClarifyExplainerConfig": clarify}})


@pytest.mark.parametrize(
    ("baseline", "size", "features"),
    [
        ({"ShapBaseline": "1,2\n3,4\n"}, 2, 2),
        ({"ShapBaseline": '"a,b",2\n\n'}, 1, 2),
        ({"ShapBaseline": '"a'}, None, None),
        ({"ShapBaseline": "1,2\n3"}, 2, None),
        ({"ShapBaseline": ""}, 0, None),
        ({"ShapBaseline": "[1,2]\n", "MimeType": "application/jsonlines"}, 1, None),
        ({"ShapBaseline": "[1,2", "MimeType": "application/jsonlines"}, None, None),
        ({"ShapBaseline": "1,2", "MimeType": "text/csv; header=absent"}, 1, 2),
        ({"ShapBaseline": "1,2", "MimeType": {"Ref": "Type"}}, None, None),
        ({"ShapBaseline": {"Ref": "Baseline"}}, None, None),
        ({"ShapBaselineUri": "s3://examples/baseline.csv"}, None, None),
    ],
)
def test_what_a_baseline_holds(
    baseline: dict[str, Any], size: int | None, features: int | None
) -> None:
    assert baseline_size(config(baseline)) == size
    assert feature_count(config(baseline)) == features


def test_features_are_counted_where_they_are_declared() -> None:
    uri = {"ShapBaselineUri": "s3://examples/baseline.csv"}
    assert feature_count(config(uri, {"FeatureHeaders": ["a", "b"]})) == 2
    assert feature_count(config(uri, {"FeatureTypes": ["numerical"] * 3})) == 3
    assert feature_count(config(uri, {"FeatureTypes": ["numerical", {"Ref": "Kind"}]})) is None
    assert baseline_rows(config(uri)) is None
    assert config(uri).get(f"{BASELINE}/ShapBaselineUri").is_given


@pytest.mark.parametrize(
    ("inference", "text", "answer"),
    [
        ({}, None, False),
        ({"FeatureTypes": ["numerical"]}, None, False),
        ({"FeatureTypes": ["text"]}, None, True),
        ({}, {"Language": "en"}, True),
        ({}, {"Ref": "Config"}, True),
        ({}, {"Fn::If": ["Text", {"Language": "en"}, {"Ref": "AWS::NoValue"}]}, None),
        ({"FeatureTypes": {"Ref": "Types"}}, None, None),
        ({"FeatureTypes": [{"Ref": "Type"}]}, None, None),
    ],
)
def test_whether_text_is_explained(inference: Any, text: Any, answer: bool | None) -> None:
    assert explains_text(config({}, inference, text)) is answer


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("[1] > `0.5`", None),
        ("[1] > 0.5", "wrong at 0"),
        ("a b", "wrong at 'b'"),
        ("#", "wrong at '#'"),
        ("[1", "incomplete"),
        ("a.", "incomplete"),
        (" ", "incomplete"),
        ("", "empty"),
        ("[" * 5000, None),
    ],
)
def test_syntax(expression: str, problem: str | None) -> None:
    assert problem_of(expression) == problem
    if problem is not None:
        assert tree(expression) is None


def test_without_the_parser_nothing_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jmespath", None)
    assert problem_of("#") is None
    assert tree("a") is None


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("`true`", None),
        ("a", None),
        ("a && b", None),
        ("!a", None),
        ("[0] == 'yes'", None),
        ("[0] >= `1`", None),
        ("max(@)", None),
        ("starts_with([0], 'a')", None),
        ("a.contains(@, `1`)", None),
        ("`1`", "always 1"),
        ("`null`", "always None"),
        ("a | `2`", "always 2"),
        ("@", "a list or a map"),
        ("a.{b: c}", "a list or a map"),
        ("[0:1]", "a list or a map"),
        ("length(@)", "what length() returns"),
        ("yes()", "what yes() returns"),
        ("[0] < 'x'", "nothing: 'x' is a text, and only numbers are compared"),
        ('`"x"` >= [0]', "nothing: 'x' is a text, and only numbers are compared"),
    ],
)
def test_what_is_never_boolean(expression: str, what: str | None) -> None:
    node = tree(expression)
    assert node is not None
    assert never_boolean(node) == what


@pytest.mark.parametrize(
    ("expression", "word"),
    [
        ("true", "true"),
        ("a == false", "false"),
        ("!True", "True"),
        ("a || False", "False"),
        ("(a == `1`) && (b == true)", "true"),
        ("`true`", None),
        ("a.true", None),
        ("contains(true, a)", None),
    ],
)
def test_bare_words(expression: str, word: str | None) -> None:
    node = tree(expression)
    assert node is not None
    assert bare_word(node) == word


def test_what_an_expression_goes_through() -> None:
    node = tree("a.b > [0][1] && length(c[2:3])")
    assert node is not None
    assert list(fields(node)) == ["a", "b", "c"]
    assert has_index(node)
    other = tree("a[0] > b[1].c")
    assert other is not None
    assert not has_index(other)


@pytest.mark.parametrize(
    ("limit", "name"),
    [
        (explainer.FEATURE_TYPES, "ClarifyFeatureType"),
        (explainer.GRANULARITIES, "ClarifyTextGranularity"),
        (explainer.LANGUAGES, "ClarifyTextLanguage"),
    ],
)
def test_words_agree_with_the_service(limit: Any, name: str) -> None:
    loaders = pytest.importorskip("botocore.loaders")
    model = loaders.Loader().load_service_model("sagemaker", "service-2")
    assert set(model["shapes"][name]["enum"]) == set(limit.value)
