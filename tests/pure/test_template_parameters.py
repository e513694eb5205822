"""What a parameter is worth before anybody gives it a value."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template.parameters import declared_parameters, text_of
from sagemaker_hosting.template.resources import Resources


def ref(parameter: dict[str, Any]) -> Any:
    """Return what a ``Ref`` to ``parameter`` comes to, which is itself when that is not known."""
    template = {
        "Parameters": {"P": parameter},
        "Resources": {"E": {"Type": "T", "Properties": {"V": {"Ref": "P"}}}},
    }
    return Resources(template).by_logical_id["E"].get("V").raw


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ({"Type": "String", "Default": "ml.m5.xlarge"}, "ml.m5.xlarge"),
        ({"Type": "String", "Default": 3}, "3"),
        ({"Type": "String", "Default": True}, "true"),
        ({"Type": "Number", "Default": "3"}, 3),
        ({"Type": "Number", "Default": 0}, 0),
        ({"Type": "Number", "Default": "0.5"}, 0.5),
        ({"Type": "CommaDelimitedList", "Default": "a, b"}, ["a", "b"]),
        ({"Type": "List<Number>", "Default": "1,2"}, ["1", "2"]),
        ({"Type": "String", "Default": "a", "AllowedValues": ["a", "b"]}, "a"),
        ({"Type": "String", "AllowedValues": ["only"]}, "only"),
        ({"Type": "Number", "AllowedValues": [7]}, 7),
        ({"Type": "String", "Default": "clear", "NoEcho": "false"}, "clear"),
    ],
)
def test_a_fair_default_is_known(parameter: dict[str, Any], value: Any) -> None:
    assert ref(parameter) == value


@pytest.mark.parametrize(
    "parameter",
    [
        {"Type": "String"},
        {"Type": "String", "AllowedValues": ["a", "b"]},
        {"Type": "String", "AllowedValues": []},
        {"Type": "String", "Default": "c", "AllowedValues": ["a", "b"]},
        {"Type": "String", "Default": "secret", "NoEcho": True},
        {"Type": "String", "AllowedValues": ["secret"], "NoEcho": "true"},
        {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/models/churn"},
        {"Type": "AWS::SSM::Parameter::Value<String>", "AllowedValues": ["/models/churn"]},
        {"Type": "AWS::EC2::VPC::Id", "Default": "vpc-1"},
        {"Type": "List<AWS::EC2::Subnet::Id>", "Default": "subnet-1"},
        {"Type": "Number", "Default": "many"},
        {"Type": "Number", "Default": "inf"},
        {"Type": "String", "Default": {"Ref": "Q"}},
        {"Type": "CommaDelimitedList", "Default": "a,"},
        {"Type": "CommaDelimitedList", "Default": "a,b", "AllowedValues": ["a"], "NoEcho": True},
        {"Default": "a"},
        {"Type": ["String"], "Default": "a"},
    ],
)
def test_anything_else_is_not(parameter: dict[str, Any]) -> None:
    assert ref(parameter) == {"Ref": "P"}


@pytest.mark.parametrize(
    "stand_in",
    ["", "  ", "-", "none", "NULL", "N/A", "<bucket>", "CHANGE_ME", "changeme", "REPLACE-THIS",
     "todo", "s3://your-bucket/model.tar.gz", "my-bucket", "placeholder", "place_holder", "dummy",
     "s3://example-bucket", "xxxx", "...", "fill-me-in"],
)  # fmt: skip
def test_a_stand_in_is_no_value(stand_in: str) -> None:
    assert ref({"Type": "String", "Default": stand_in}) == {"Ref": "P"}


@pytest.mark.parametrize(
    "value", ["nonessential", "ml.m5.xlarge", "s3://models/a.tar.gz", "0", "false", "-1", "tody"]
)
def test_what_only_looks_like_a_stand_in_is_a_value(value: str) -> None:
    assert ref({"Type": "String", "Default": value}) == value


def test_a_default_that_is_too_long_is_no_value() -> None:
    assert ref({"Type": "String", "Default": "<" * 4096}) == "<" * 4096
    assert ref({"Type": "String", "Default": "<" * 4097}) == {"Ref": "P"}


@pytest.mark.parametrize("section", [None, [], "text", {"P": None}, {3: {"Type": "String"}}])
def test_what_is_no_parameter_is_passed_over(section: Any) -> None:
    assert declared_parameters({"Parameters": section}) == {}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "a"), (1, "1"), (1.5, "1.5"), (True, "true"), (False, "false"),
        (None, None), ([], None), ({}, None), ("${Token[T.1]}", None),
        ("{{resolve:ssm:/a}}", None),
    ],
)  # fmt: skip
def test_text_of_a_scalar(value: Any, text: str | None) -> None:
    assert text_of(value) == text


def test_an_integer_that_python_does_not_write_has_no_text() -> None:
    assert text_of(10**5000) is None
