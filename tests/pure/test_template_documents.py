"""JSON inside templates, with references in it."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template.documents import read_document, spelled

REF = {"Ref": "A"}
ATT = {"Fn::GetAtt": ["B", "Arn"]}


@pytest.mark.parametrize(
    ("raw", "document"),
    [
        ('{"a": [1, "b"]}', {"a": [1, "b"]}),
        ({"a": [1, REF]}, {"a": [1, REF]}),
        ({"Fn::Sub": '{"a": "${A}"}'}, {"a": REF}),
        ({"Fn::Sub": '{"a": "${B.Arn}", "b": ${A}}'}, {"a": ATT, "b": REF}),
        ({"Fn::Sub": '{"a": "${!A}"}'}, {"a": "${A}"}),
        ({"Fn::Sub": ['{"a": "${A}-${C}"}', {"C": "c"}]}, {"a": {"Fn::Join": ["", [REF, "-c"]]}}),
        ({"Fn::Sub": ['{"a": "${C}"}', {"C": ATT}]}, {"a": ATT}),
        ({"Fn::Sub": '{"a": "x/${A}/y"}'}, {"a": {"Fn::Join": ["", ["x/", REF, "/y"]]}}),
        ({"Fn::Sub": '{"a\\"": "\\\\${A}"}'}, {'a"': {"Fn::Join": ["", ["\\", REF]]}}),
        ({"Fn::Join": ["", ['{"a":"', REF, '","b":', REF, "}"]]}, {"a": REF, "b": REF}),
        ({"Fn::Join": [",", ['{"a":1', '"b":2}']]}, {"a": 1, "b": 2}),
        ({"Fn::Join": ["", ['{"a":', {"Fn::Sub": '"${A}"'}, "}"]]}, {"a": REF}),
        ({"Fn::Sub": '{"b": {"${A}": 2}}'}, {"b": {"Fn::If": []}}),
    ],
)
def test_a_document_holds_its_references(raw: Any, document: Any) -> None:
    assert read_document(raw) == document


@pytest.mark.parametrize(
    "raw",
    [
        REF,
        None,
        3.5,
        "",
        "{",
        "{'a': 1}",
        {"Fn::Sub": '{"a": ${A} ${A}}'},
        {"Fn::Sub": ["text"]},
        {"Fn::Sub": "${A}"},
        {"Fn::Sub": "${Token[A.1]}"},
        {"Fn::Sub": '{"${A}": 1, "b": {"c": 2}}'},
        {"Fn::Join": ["", REF]},
        {"Fn::Join": ["", ["{", "}"], "more"]},
        {"Fn::Join": ["", "{}"]},
        {"Fn::Join": "{}"},
        {"Fn::Sub": ["{}", "more"]},
        {"Fn::Sub": ["{}", {}, {}]},
        {"Fn::Sub": 3},
        {"Fn::Else": ["", ["{", "}"]]},
        "\ue0000\ue001",
        {"Fn::Join": [REF, ["{", "}"]]},
        '"\ue0007\ue001"',
        "[" * 100_000,
    ],
)
def test_what_is_no_document_is_none(raw: Any) -> None:
    assert read_document(raw) is None


def test_what_the_resource_fills_in_is_read() -> None:
    given = {"Count": 3, "On": True, "Name": "x", "Key": REF}
    text = '{"a": ${Count}, "b": ${On}, "c": "${Name}-${Key}", "d": "${Key}", "e": "${Other}"}'
    assert read_document(text, given) == {
        "a": 3,
        "b": True,
        "c": {"Fn::Join": ["", ["x-", REF]]},
        "d": REF,
        "e": "${Other}",
    }
    assert read_document({"a": "${Count}", "b": ["${Name}${Key}"], "c": "${Other}"}, given) == {
        "a": "3",
        "b": [{"Fn::Join": ["", ["x", REF]]}],
        "c": "${Other}",
    }


def test_what_cloudformation_fills_in_stays_as_it_is() -> None:
    given = {"Name": "x", "Off": False}
    assert read_document({"a": {"Fn::Sub": "${Name}"}, 1: "${Off}"}, given) == {
        "a": {"Fn::Sub": "${Name}"},
        1: "false",
    }
    assert read_document('{"a": ${Off}, "b": "${Name}", "c": "\ue000"}', given) == {
        "a": False,
        "b": "x",
        "c": "\ue000",
    }


def test_a_separator_is_part_of_the_text() -> None:
    assert read_document({"Fn::Join": ['"', ["{", "a", ":", "b", "}"]]}) == {"a": "b"}


def test_a_deep_object_is_no_document() -> None:
    deep: dict[str, Any] = {}
    for _ in range(10_000):
        deep = {"a": deep}
    assert read_document(deep) is None


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("s3://a", "s3://a"),
        ({"Fn::Sub": "s3://${A}/b"}, 's3://${{"Ref": "A"}}/b'),
        ({"Fn::Join": ["/", ["s3:/", REF, "b"]]}, 's3://${{"Ref": "A"}}/b'),
        ({"Fn::If": []}, None),
        ({"Fn::Join": ["", ["a", {"Fn::If": []}]]}, None),
        ("${Token[A.1]}", None),
        (None, None),
        (3, None),
    ],
)
def test_texts_are_spelled_alike(raw: Any, text: str | None) -> None:
    assert spelled(raw) == text
