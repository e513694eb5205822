"""What intrinsic functions come to, as far as it is certain."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import ABSENT

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Known": {"Type": "String", "Default": "blue"},
        "Two": {"Type": "Number", "Default": 2},
        "Listed": {"Type": "CommaDelimitedList", "Default": "a,b,c"},
        "Given": {"Type": "String"},
        "Odd": {"Type": "String", "Default": "${Given}"},
        "Empty": {"Type": "String", "Default": ""},
    },
    "Mappings": {
        "Sizes": {"blue": {"count": 3, "zones": ["x", "y"]}, "green": {"count": 4}},
        "Regions": {
            "eu-west-1": {"type": "ml.t2.medium", "ami": "a"},
            "us-east-1": {"type": "ml.t2.medium", "ami": "b"},
        },
        "Broken": {"blue": "text"},
        "Alike": {"k": {"v": 1, "w": 1}},
    },
}


def value(node: Any, **sections: Any) -> Any:
    resource = {"Type": "T", "Properties": {"V": node}}
    found = Resources({**TEMPLATE, **sections, "Resources": {"R": resource}})
    return found.by_logical_id["R"].get("V").raw


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"Ref": "Known"}, "blue"),
        ({"Ref": "AWS::NoValue"}, ABSENT),
        ({"Fn::FindInMap": ["Sizes", "blue", "count"]}, 3),
        ({"Fn::FindInMap": ["Sizes", {"Ref": "Known"}, "count"]}, 3),
        ({"Fn::FindInMap": ["Sizes", "blue", "zones"]}, ["x", "y"]),
        ({"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "type"]}, "ml.t2.medium"),
        ({"Fn::FindInMap": ["Alike", "k", {"Ref": "Given"}]}, 1),
        ({"Fn::FindInMap": ["Sizes", "red", "count", {"DefaultValue": 5}]}, 5),
        ({"Fn::FindInMap": ["Sizes", "red", "count", {"DefaultValue": {"Ref": "Two"}}]}, 2),
        ({"Fn::Sub": "plain"}, "plain"),
        ({"Fn::Sub": "a-${Known}-${Two}"}, "a-blue-2"),
        ({"Fn::Sub": ["${X}-${Known}", {"X": {"Fn::Sub": "${Two}"}}]}, "2-blue"),
        ({"Fn::Sub": ["${Known}", {"Known": "mine"}]}, "mine"),
        ({"Fn::Sub": ["${X}", {"X": ""}]}, ""),
        ({"Fn::Sub": "${!Literal}-${Known}"}, "${Literal}-blue"),
        ({"Fn::Join": ["", ["a", {"Ref": "Known"}, 1]]}, "ablue1"),
        ({"Fn::Join": ["-", {"Ref": "Listed"}]}, "a-b-c"),
        ({"Fn::Join": [",", []]}, ""),
        ({"Fn::Select": [1, ["a", "b"]]}, "b"),
        ({"Fn::Select": ["1", {"Ref": "Listed"}]}, "b"),
        ({"Fn::Select": [0, {"Fn::Split": ["/", "a/b"]}]}, "a"),
        ({"Fn::Select": [0, [{"Ref": "Known"}, {"Ref": "AWS::NoValue"}]]}, "blue"),
        ({"Fn::Split": ["/", {"Fn::Sub": "a/${Known}"}]}, ["a", "blue"]),
        ({"Fn::Length": {"Ref": "Listed"}}, 3),
        ({"Fn::Length": ["a", {"Ref": "Given"}]}, 2),
        (["a", {"Ref": "Known"}, {"Ref": "AWS::NoValue"}], ["a", "blue"]),
        ({"A": {"Ref": "Known"}, "B": {"Ref": "AWS::NoValue"}}, {"A": "blue"}),
    ],
)
def test_what_is_certain_is_known(node: Any, expected: Any) -> None:
    assert value(node) == expected


@pytest.mark.parametrize(
    ("node", "left"),
    [
        ({"Fn::Sub": "a-${Known}-${Given}"}, {"Fn::Sub": "a-blue-${Given}"}),
        ({"Fn::Sub": "${!L}${Known}${R.Arn}"}, {"Fn::Sub": "${!L}blue${R.Arn}"}),
        (
            {"Fn::Sub": ["${X}${Y}${Known}", {"X": "x", "Y": {"Ref": "Given"}}]},
            {"Fn::Sub": ["x${Y}blue", {"Y": {"Ref": "Given"}}]},
        ),
        (
            {"Fn::Join": ["/", ["a", {"Ref": "Known"}, {"Ref": "Given"}, "b", "c"]]},
            {"Fn::Join": ["/", ["a/blue", {"Ref": "Given"}, "b/c"]]},
        ),
        (
            {"Fn::Select": [{"Ref": "Given"}, {"Ref": "Listed"}]},
            {"Fn::Select": [{"Ref": "Given"}, ["a", "b", "c"]]},
        ),
    ],
)
def test_known_parts_stand_in_what_is_not(node: Any, left: Any) -> None:
    assert value(node) == left


@pytest.mark.parametrize(
    "node",
    [
        {"Ref": "Given"},
        {"Ref": "Empty"},
        {"Ref": "Nobody"},
        {"Ref": ["Known"]},
        {"Ref": "AWS::Region"},
        {"Fn::GetAtt": ["R", "Arn"]},
        {"Fn::ImportValue": "x"},
        {"Fn::Transform": {"Name": "AWS::Include"}},
        {"Fn::Base64": "x"},
        {"Fn::If": ["Nobody", 1, 2]},
        {"Fn::If": ["Nobody", 1]},
        {"Fn::If": [["Nobody"], 1, 2]},
        {"Fn::If": "Nobody"},
        {"Fn::FindInMap": ["Sizes", "red", "count"]},
        {"Fn::FindInMap": ["Sizes", "green", "zones"]},
        {"Fn::FindInMap": ["Sizes", {"Ref": "Given"}, "count"]},
        {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "ami"]},
        {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "none"]},
        {"Fn::FindInMap": ["Regions", {"Ref": "AWS::Region"}, "type", {"DefaultValue": "ml.m5"}]},
        {"Fn::FindInMap": ["Sizes", "red", "count", "DefaultValue"]},
        {"Fn::FindInMap": ["Nobody", "a", "b"]},
        {"Fn::FindInMap": [{"Ref": "Given"}, "a", "b"]},
        {"Fn::FindInMap": ["Broken", "blue", "b"]},
        {"Fn::FindInMap": ["Broken", {"Ref": "Given"}, "b"]},
        {"Fn::FindInMap": ["Sizes"]},
        {"Fn::FindInMap": "Sizes"},
        {"Fn::Sub": "${Given}"},
        {"Fn::Sub": "${R.Arn}"},
        {"Fn::Sub": ["${X}", {"X": ["a"]}]},
        {"Fn::Sub": ["${X}", "text"]},
        {"Fn::Sub": {"a": 1, "b": 2}},
        {"Fn::Sub": "${Odd}"},
        {"Fn::Join": ["", {"Ref": "Given"}]},
        {"Fn::Join": [{"Ref": "Known"}, ["a"]]},
        {"Fn::Join": "a"},
        {"Fn::Select": [7, ["a"]]},
        {"Fn::Select": [-1, ["a"]]},
        {"Fn::Select": [0, {"Ref": "Given"}]},
        {"Fn::Select": [1, [{"Ref": "AWS::NoValue"}, "a", "b"]]},
        {"Fn::Select": [1, [{"Fn::If": ["Nobody", 1, 2]}, "a"]]},
        {"Fn::Select": [0]},
        {"Fn::Split": ["", "abc"]},
        {"Fn::Split": ["/", {"Ref": "Given"}]},
        {"Fn::Split": ["/", "{{resolve:ssm:/a}}"]},
        {"Fn::Split": "/"},
        {"Fn::Length": {"Ref": "Given"}},
        {"Fn::Length": [{"Fn::If": ["Nobody", 1, 2]}]},
        {"Fn::Sub": "a", "Ref": "Known"},
    ],
)
def test_anything_else_stays_as_it_is_written(node: Any) -> None:
    assert value(node) == node


@pytest.mark.parametrize("mappings", [None, [], {"Sizes": None}, {"Sizes": {"blue": None}}])
def test_mappings_that_are_none_do_no_harm(mappings: Any) -> None:
    node = {"Fn::FindInMap": ["Sizes", "blue", "count"]}
    assert value(node, Mappings=mappings) == node


def test_endless_nesting_ends() -> None:
    node: Any = "deep"
    for _ in range(15):
        node = {"Fn::Sub": ["${X}", {"X": node}]}
    assert value(node) == "deep"
    for _ in range(5000):
        node = {"Fn::Join": ["", [node]]}
    assert not isinstance(value(node), str)


def test_a_circle_of_objects_ends() -> None:
    circle: dict[str, Any] = {}
    circle["Again"] = [circle, circle]
    found = Resources({**TEMPLATE, "Resources": {"R": {"Type": "T", "Properties": circle}}})
    assert not found.by_logical_id["R"].is_known


def properties(given: dict[str, Any], **sections: Any) -> Any:
    template = {**sections, "Resources": {"R": {"Type": "T", "Properties": given}}}
    return Resources(template).by_logical_id["R"]


def test_what_a_macro_may_add_is_not_absent() -> None:
    snippet = {"Fn::Transform": {"Name": "AWS::Include"}, "A": {"B": 1}}
    found = properties(snippet)
    assert (found.get("A/B").raw, found.get("A/C").is_absent) == (1, True)
    assert not found.get("C").is_absent
    assert not found.get("C").is_known
    assert [each.path for each in found.values("*")] == ["A", "*"]
    assert not properties({"V": {"Fn::Transform": {}}}).get("V/W").is_absent


@pytest.mark.parametrize(
    ("transform", "absent"),
    [
        (None, True),
        ("AWS::Serverless-2016-10-31", True),
        (["AWS::LanguageExtensions", "AWS::SecretsManager-2024-09-16"], True),
        ({"Name": "AWS::Include", "Parameters": {}}, True),
        ("Ours", False),
        (["AWS::LanguageExtensions", {"Name": "Ours"}], False),
    ],
)
def test_a_macro_of_somebody_may_add_anything(transform: Any, absent: bool) -> None:
    found = properties({"A": {"B": 1}}, Transform=transform)
    assert found.get("A/B").raw == 1
    assert found.get("C").is_absent is absent
    assert found.get("A/C").is_absent is absent


def test_a_loop_adds_what_is_not_written() -> None:
    loop = {"Fn::ForEach::Keys": ["K", ["a"], {"${K}": 1}], "B": 1}
    found = properties({"A": loop}, Transform="AWS::LanguageExtensions")
    assert not found.get("A/a").is_absent
    assert [each.is_known for each in found.values("A/*")] == [True, False]
    assert found.get("C").is_absent
