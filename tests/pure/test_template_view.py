"""Known, unknown, absent: the three answers of a property."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template.view import ABSENT, Resource, Value, View

TOKEN = "${Token[TOKEN.12]}"
NUMBER_TOKEN = -1.8881545897087533e289


def resource(**properties: Any) -> Resource:
    return Resource("AWS::SageMaker::Endpoint", properties, "Endpoint")


@pytest.mark.parametrize("value", [0, "", False, 1.5, "text", [], {}, [1], {"a": 1}])
def test_a_plain_value_is_known(value: Any) -> None:
    found = resource(A=value).get("A")
    assert (found.is_known, found.is_given, found.is_absent) == (True, True, False)
    assert found.raw == value
    assert found.path == "A"


@pytest.mark.parametrize("value", [None, {"Ref": "AWS::NoValue"}])
def test_nothing_is_absent(value: Any) -> None:
    found = resource(A=value).get("A")
    assert (found.is_known, found.is_given, found.is_absent) == (False, False, True)
    assert found.raw is ABSENT
    assert resource().get("A/B").path == "A/B"
    assert "ABSENT" in repr(found)


@pytest.mark.parametrize(
    ("value", "given"),
    [
        ({"Ref": "X"}, True),
        ({"Fn::GetAtt": ["X", "Arn"]}, True),
        ({"Fn::If": ["C", 1, {"Ref": "AWS::NoValue"}]}, False),
        (TOKEN, False),
        (NUMBER_TOKEN, False),
        (object(), False),
        ({"Key": {"Ref": "X"}}, True),
        ([TOKEN], True),
    ],
)
def test_an_unknown_value_is_neither_known_nor_absent(value: Any, given: bool) -> None:
    found = resource(A=value).get("A")
    assert (found.is_known, found.is_absent, found.is_given) == (False, False, given)
    assert (found.number, found.text, found.boolean) == (None, None, None)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (3, 3),
        (0, 0),
        (2.5, 2.5),
        ("600", 600),
        ("x", None),
        (True, None),
        ("nan", None),
        ([], None),
    ],
)
def test_number(raw: Any, number: float | None) -> None:
    assert Value("A", raw).number == number


@pytest.mark.parametrize(
    ("raw", "boolean"), [(True, True), ("false", False), ("True", True), (1, None), ("x", None)]
)
def test_boolean(raw: Any, boolean: bool | None) -> None:
    assert Value("A", raw).boolean is boolean


@pytest.mark.parametrize(
    ("raw", "length"),
    [
        ([], 0),
        ([1, {"Ref": "X"}], 2),
        ([{"Fn::If": ["C", 1, 2]}], None),
        ({"Ref": "X"}, None),
        ("text", None),
    ],
)
def test_length(raw: Any, length: int | None) -> None:
    assert Value("A", raw).length == length


def test_values_walk_lists_and_maps() -> None:
    found = resource(Variants=[{"Name": "a"}, {"Name": "b"}, {}], Environment={"K": 1})
    assert [(each.path, each.raw) for each in found.values("Variants/*/Name")] == [
        ("Variants/0/Name", "a"),
        ("Variants/1/Name", "b"),
    ]
    assert [each.path for each in found.values("Environment/*")] == ["Environment/K"]
    assert found.get("Variants/1/Name").text == "b"
    assert found.get("Variants/9/Name").is_absent


def test_values_end_where_the_way_is_unknown() -> None:
    (found,) = resource(Variants={"Ref": "X"}).values("Variants/*/Name")
    assert not found.is_known
    assert not found.is_given
    assert found.path == "Variants"
    assert not resource(Config=TOKEN).get("Config/Deep/Down").is_absent


def test_a_scalar_on_the_way_is_the_end_of_it() -> None:
    assert resource(A="text").get("A/B").is_absent


def test_parts_pass_over_what_cannot_be_read() -> None:
    found = resource(Variants=[{"Name": "a"}, {"Ref": "X"}, "text", {"Name": "d"}])
    parts = list(found.parts("Variants/*"))
    assert [part.path for part in parts] == ["Variants/0", "Variants/3"]
    assert parts[1].get("Name").path == "Variants/3/Name"


def test_a_part_of_something_unknown_is_unknown() -> None:
    part = resource(A={"Ref": "X"}).part("A")
    assert not part.is_known
    assert not part.get("B").is_known
    assert not part.get("B").is_absent


def test_a_missing_part_is_empty() -> None:
    assert View({}).part("A").properties == {}


def test_related_resources_are_given_or_none() -> None:
    config = Resource("AWS::SageMaker::EndpointConfig", {})
    endpoint = Resource("AWS::SageMaker::Endpoint", {}, related={"EndpointConfig": [config]})
    assert endpoint.related("EndpointConfig") is config
    assert endpoint.related("Alarm") is None
    assert resource().all_related("Alarm") == ()
    assert "Endpoint" in repr(resource())
