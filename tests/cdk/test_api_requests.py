"""The oracle of the service models notices each kind of breach, and passes nothing over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from botocore.model import Shape, ShapeResolver

from tests.api_requests import (
    CALLS,
    Request,
    breaches,
    compiled,
    input_shape,
    requests_of,
)
from tests.template_values import ALARM, CONFIG, MODEL, Resolver, Unresolvable

SHAPES: Mapping[str, Any] = {
    "Request": {
        "type": "structure",
        "required": ["Name"],
        "members": {
            "Name": {"shape": "Name"},
            "Mode": {"shape": "Mode"},
            "Count": {"shape": "Count"},
            "Share": {"shape": "Share"},
            "Enabled": {"shape": "Enabled"},
            "Names": {"shape": "Names"},
            "Map": {"shape": "Map"},
            "One": {"shape": "One"},
            "At": {"shape": "At"},
        },
    },
    "Name": {"type": "string", "min": 2, "max": 4, "pattern": "[a-z]*"},
    "Mode": {"type": "string", "enum": ["On", "Off"]},
    "Count": {"type": "integer", "min": 1, "max": 3},
    "Share": {"type": "float", "min": 0, "max": 1},
    "Enabled": {"type": "boolean"},
    "Names": {"type": "list", "member": {"shape": "Name"}, "min": 1, "max": 2},
    "Map": {"type": "map", "key": {"shape": "Name"}, "value": {"shape": "Count"}, "max": 1},
    "One": {"type": "structure", "union": True, "members": {"A": {"shape": "Count"}}},
    "At": {"type": "timestamp"},
}
SHAPE: Shape = ShapeResolver(SHAPES).get_shape_by_name("Request")
GOOD: Mapping[str, Any] = {
    "Name": "abc",
    "Mode": "On",
    "Count": 3,
    "Share": 0,
    "Enabled": False,
    "Names": ["ab"],
    "Map": {"ab": 1},
    "One": {"A": 1},
    "At": "2026-01-01T00:00:00Z",
}


def test_a_request_without_a_breach() -> None:
    assert breaches(GOOD, SHAPE) == []


@pytest.mark.parametrize(
    ("changes", "report"),
    [
        ({"Name": None}, "Invalid type for parameter Name"),
        ({"Unknown": 1}, "Unknown parameter"),
        ({"Count": "2"}, "Invalid type for parameter Count"),
        ({"Enabled": "true"}, "Invalid type for parameter Enabled"),
        ({"At": "never"}, "Invalid type for parameter At"),
        ({"Count": 0}, "Invalid value for parameter Count"),
        ({"Name": "a"}, "Invalid length for parameter Name"),
        ({"Names": []}, "Invalid length for parameter Names"),
        ({"Name": "abcde"}, "/Name: length 5 is above 4"),
        ({"Name": "AB"}, "/Name: 'AB' does not match"),
        ({"Name": "ab1"}, "/Name: 'ab1' does not match"),
        ({"Mode": "on"}, "/Mode: 'on' is none of On, Off"),
        ({"Count": 4}, "/Count: value 4 is above 3"),
        ({"Share": 1.5}, "/Share: value 1.5 is above 1"),
        ({"Names": ["ab", "ab", "ab"]}, "/Names: length 3 is above 2"),
        ({"Names": ["ab", "AB"]}, "/Names/1: 'AB' does not match"),
        ({"Map": {"ab": 1, "cd": 1}}, "/Map: length 2 is above 1"),
        ({"Map": {"AB": 1}}, "/Map/AB, the key: 'AB' does not match"),
        ({"Map": {"ab": 9}}, "/Map/ab: value 9 is above 3"),
        ({"One": {}}, "Must set one of the following keys"),
    ],
)
def test_each_kind_of_breach(changes: Mapping[str, Any], report: str) -> None:
    (found,) = breaches({**GOOD, **changes}, SHAPE)
    assert report in found


def test_what_is_required() -> None:
    (found,) = breaches({}, SHAPE)
    assert "Missing required parameter in input" in found


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        (r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "Zoë 1", True),
        (r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", "a#b", False),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "\U0001f600", True),
        (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", "\x00", False),
        (r"\p{Print}+", "target-tracking", True),
    ],
)
def test_the_patterns_of_java(pattern: str, text: str, matches: bool) -> None:
    assert (compiled(pattern).fullmatch(text) is not None) is matches


def test_every_pattern_can_be_read() -> None:
    seen: set[str] = set()

    def walk(shape: Shape, above: tuple[str, ...]) -> None:
        if "pattern" in shape.metadata:
            seen.add(shape.metadata["pattern"])
            compiled(shape.metadata["pattern"])
        if shape.name in above:
            return
        for inner in [*getattr(shape, "members", {}).values()] + [
            getattr(shape, name) for name in ("member", "key", "value") if hasattr(shape, name)
        ]:
            walk(inner, (*above, shape.name))

    for calls in CALLS.values():
        for call in calls:
            walk(input_shape(call.service, call.operation), ())
    assert len(seen) > 20


TEMPLATE: Mapping[str, Any] = {
    "Parameters": {"Count": {"Type": "Number", "Default": "2"}, "Silent": {"Type": "String"}},
    "Mappings": {"Accounts": {"eu-west-1": {"images": "763104351884"}}},
    "Resources": {
        "Model": {"Type": MODEL, "Properties": {}},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {}},
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
        "Alarm": {"Type": ALARM, "Properties": {"AlarmName": "slow"}},
    },
}


@pytest.mark.parametrize(
    ("value", "resolved"),
    [
        ({"Fn::GetAtt": ["Model", "ModelName"]}, "Model"),
        ({"Ref": "Model"}, "arn:aws:sagemaker:eu-west-1:111111111111:model/model"),
        ({"Ref": "Alarm"}, "slow"),
        ({"Ref": "Count"}, 2),
        ({"Ref": "AWS::Region"}, "eu-west-1"),
        ({"Fn::Join": ["", ["s3://", {"Ref": "Bucket"}, "/x"]]}, "s3://bucket/x"),
        ({"Fn::Sub": "${AWS::Region}-${Bucket}"}, "eu-west-1-bucket"),
        ({"Fn::Select": [1, {"Fn::Split": ["/", "a/b"]}]}, "b"),
        ({"Fn::FindInMap": ["Accounts", {"Ref": "AWS::Region"}, "images"]}, "763104351884"),
        ({"Key": [{"Ref": "Bucket"}]}, {"Key": ["bucket"]}),
    ],
)
def test_values_of_intrinsic_functions(value: Any, resolved: Any) -> None:
    assert Resolver(TEMPLATE).resolve(value) == resolved


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Nothing"},
        {"Ref": "Silent"},
        {"Fn::GetAtt": ["Table", "Arn"]},
        {"Fn::GetAtt": ["Model", "Nothing"]},
        {"Fn::If": ["Condition", 1, 2]},
        {"Fn::ImportValue": "other"},
    ],
)
def test_nothing_unknown_is_passed_over(value: Any) -> None:
    with pytest.raises(Unresolvable):
        Resolver(TEMPLATE).resolve(value)


def test_a_model_that_refers_to_another_by_its_arn() -> None:
    """`Ref` of a model is its ARN, where a variant wants its name."""
    template = {
        "Resources": {
            "Model": {"Type": MODEL, "Properties": {}},
            "Config": {
                "Type": CONFIG,
                "Properties": {
                    "ProductionVariants": [{"VariantName": "A", "ModelName": {"Ref": "Model"}}]
                },
            },
        }
    }
    (_, request) = requests_of(template)
    assert isinstance(request, Request)
    assert ["/ProductionVariants/0/ModelName" in breach for breach in request.breaches()] == [True]
