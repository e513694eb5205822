"""Rules over templates with parameters, mappings and conditions."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from sagemaker_hosting.rules import by_id, check_template

CONFIG = "AWS::SageMaker::EndpointConfig"
TARGET = "AWS::ApplicationAutoScaling::ScalableTarget"
NO_VALUE = {"Ref": "AWS::NoValue"}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def either(condition: str, yes: Any, no: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, yes, no]}


def equals(left: Any, right: Any) -> dict[str, Any]:
    return {"Fn::Equals": [left, right]}


def scaled(
    instance_type: Any = "ml.m5.xlarge",
    least: Any = 2,
    most: Any = 4,
    count: Any = 3,
    target: dict[str, Any] | None = None,
    config: dict[str, Any] | None = None,
    parameters: dict[str, Any] | None = None,
    **sections: Any,
) -> dict[str, Any]:
    """Return a template in which a variant is scaled."""
    variant = {
        "VariantName": "AllTraffic",
        "ModelName": "churn",
        "InstanceType": instance_type,
        "InitialInstanceCount": count,
        "InitialVariantWeight": 1,
    }
    endpoint = {"EndpointName": "churn", "EndpointConfigName": ref("Config")}
    return {
        "Parameters": parameters or {},
        **sections,
        "Resources": {
            "Config": {
                "Type": CONFIG,
                "Properties": {"ProductionVariants": [variant]},
                **(config or {}),
            },
            "Endpoint": {"Type": "AWS::SageMaker::Endpoint", "Properties": endpoint},
            "Target": {
                "Type": TARGET,
                "Properties": {
                    "ServiceNamespace": "sagemaker",
                    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
                    "ResourceId": "endpoint/churn/variant/AllTraffic",
                    "MinCapacity": least,
                    "MaxCapacity": most,
                },
                **(target or {}),
            },
        },
    }


BURSTABLE, OUTSIDE = by_id("SMH0505"), by_id("SMH0519")


def found(template: dict[str, Any], *rules: Any) -> list[tuple[str, str]]:
    return [
        (each.property, each.message.partition(" (when ")[2].rstrip(")"))
        for each in check_template(template, rules=rules or (BURSTABLE, OUTSIDE))
    ]


def test_a_literal_mistake_is_found() -> None:
    assert found(scaled()) == []
    assert found(scaled("ml.t2.medium")) == [("ResourceId", "")]
    assert found(scaled(count=1)) == [("MinCapacity", "")]


@pytest.mark.parametrize(
    ("instance_type", "wrong"),
    [
        (ref("Type"), True),
        ({"Fn::Sub": "ml.${Family}.medium"}, True),
        ({"Fn::Join": [".", ["ml", ref("Family"), "medium"]]}, True),
        ({"Fn::Select": [1, {"Fn::Split": [",", "ml.m5.large,ml.t2.medium"]}]}, True),
        ({"Fn::FindInMap": ["Types", ref("AWS::Region"), "small"]}, True),
        ({"Fn::FindInMap": ["Types", ref("AWS::Region"), "large"]}, False),
        (ref("Chosen"), False),
        (ref("Secret"), False),
    ],
)
def test_what_is_certain_is_found_behind_functions(instance_type: Any, wrong: bool) -> None:
    parameters = {
        "Type": {"Type": "String", "Default": "ml.t2.medium"},
        "Family": {"Type": "String", "Default": "t2"},
        "Chosen": {"Type": "String", "AllowedValues": ["ml.t2.medium", "ml.m5.large"]},
        "Secret": {"Type": "String", "Default": "ml.t2.medium", "NoEcho": True},
    }
    types = {
        "eu-west-1": {"small": "ml.t2.medium", "large": "ml.t2.large"},
        "us-east-1": {"small": "ml.t2.medium", "large": "ml.m5.large"},
    }
    template = scaled(instance_type, parameters=parameters, Mappings={"Types": types})
    assert found(template) == ([("ResourceId", "")] if wrong else [])


STAGE = {"Stage": {"Type": "String"}}
PROD = {"Prod": equals(ref("Stage"), "prod")}


def test_a_choice_is_wrong_where_it_is_wrong() -> None:
    template = scaled(either("Prod", "ml.m5.large", "ml.t2.medium"), Conditions=PROD)
    template["Parameters"] = STAGE
    assert found(template) == [("ResourceId", "Prod is false")]


def test_choices_that_never_meet_are_no_mistake() -> None:
    template = scaled(
        count=either("Prod", 10, 1),
        least=either("Prod", 8, 1),
        most=either("Prod", 20, 2),
        parameters=STAGE,
        Conditions=PROD,
    )
    assert found(template) == []
    template["Resources"]["Target"]["Properties"]["MinCapacity"] = 8
    template["Resources"]["Target"]["Properties"]["MaxCapacity"] = 20
    assert found(template) == [("MinCapacity", "Prod is false")]


def test_a_mistake_in_several_scenarios_is_reported_once() -> None:
    conditions = {"Big": equals(ref("Size"), "big"), **PROD}
    template = scaled(
        count=1,
        least=either("Prod", either("Big", 5, 4), either("Big", 3, 2)),
        most=10,
        parameters={**STAGE, "Size": {"Type": "String"}},
        Conditions=conditions,
    )
    # One place for each branch, as each has to be mended.
    assert found(template) == [
        ("MinCapacity/Fn::If/1/Fn::If/1", "Prod is true and Big is true"),
        ("MinCapacity/Fn::If/1/Fn::If/2", "Prod is true and Big is false"),
        ("MinCapacity/Fn::If/2/Fn::If/1", "Prod is false and Big is true"),
        ("MinCapacity/Fn::If/2/Fn::If/2", "Prod is false and Big is false"),
    ]
    template["Resources"]["Target"]["Properties"]["MinCapacity"] = 3
    variant = template["Resources"]["Config"]["Properties"]["ProductionVariants"][0]
    variant["InitialInstanceCount"] = either("Prod", 1, either("Big", 1, 2))
    assert found(template) == [("MinCapacity", "")]


@pytest.mark.parametrize(
    ("target", "config", "wrong"),
    [
        ({"Condition": "Prod"}, {"Condition": "Prod"}, "Prod is true"),
        ({"Condition": "Prod"}, {}, "Prod is true"),
        ({}, {"Condition": "Prod"}, "Prod is true"),
        ({"Condition": "Prod"}, {"Condition": "Dev"}, None),
        ({"Condition": "Unheard"}, {"Condition": "Unheard"}, ""),
        ({"Condition": "Unheard"}, {"Condition": "Prod"}, "Prod is true"),
        ({"Condition": "Prod"}, {"Condition": "Unheard"}, None),
        ({"Condition": "Never"}, {}, None),
    ],
)
def test_a_resource_that_is_not_there_is_not_wrong(
    target: dict[str, Any], config: dict[str, Any], wrong: str | None
) -> None:
    conditions = {**PROD, "Dev": equals(ref("Stage"), "dev"), "Never": equals("a", "b")}
    template = scaled(
        "ml.t2.medium", target=target, config=config, parameters=STAGE, Conditions=conditions
    )
    assert found(template) == ([] if wrong is None else [("ResourceId", wrong)])


def test_a_default_says_nothing_about_another_deployment() -> None:
    parameters = {
        "Stage": {"Type": "String", "Default": "dev"},
        "Type": {"Type": "String", "Default": "ml.t2.medium"},
    }
    template = scaled(
        ref("Type"), target={"Condition": "Prod"}, parameters=parameters, Conditions=PROD
    )
    assert found(template) == []
    parameters["Stage"]["Default"] = "prod"
    assert found(template) == [("ResourceId", "Prod is true")]


def test_an_absent_property_is_reported_where_it_is_absent() -> None:
    template = scaled(either("Prod", "ml.m5.large", NO_VALUE), parameters=STAGE, Conditions=PROD)
    assert found(template, by_id("SMH0311")) == [("ProductionVariants/0", "Prod is false")]


def test_a_choice_that_is_not_understood_is_unknown() -> None:
    template = scaled(either("Unheard", "ml.t2.medium", "ml.t2.large"))
    assert found(template) == []


def test_a_template_full_of_conditions_is_read_in_no_time() -> None:
    names = [f"C{index}" for index in range(60)]
    template = scaled(
        "ml.t2.medium",
        parameters={name: {"Type": "String"} for name in names},
        Conditions={name: equals(ref(name), "x") for name in names},
    )
    variant = template["Resources"]["Config"]["Properties"]["ProductionVariants"][0]
    variants = [either(name, {**variant, "VariantName": name}, NO_VALUE) for name in names]
    template["Resources"]["Config"]["Properties"]["ProductionVariants"] = [variant, *variants]
    for name in names:
        target = dict(template["Resources"]["Target"], Condition=name)
        target["Properties"] = {
            **target["Properties"], "ResourceId": f"endpoint/churn/variant/{name}"
        }  # fmt: skip
        template["Resources"][f"Target{name}"] = target
    started = time.process_time()
    assert ("ResourceId", "") in found(template)
    # Half a second of looking; what remains would take 2 ** 60 times that.
    assert time.process_time() - started < 10


def test_many_resources_under_conditions_of_their_own_are_all_checked() -> None:
    template = scaled("ml.t2.medium")
    resources = template["Resources"]
    for index in range(100):
        name = f"C{index}"
        template.setdefault("Conditions", {})[name] = equals(ref("P"), name)
        for original in ("Config", "Endpoint", "Target"):
            copied = json.loads(
                json.dumps({"Condition": name, **resources[original]})
                .replace("churn", f"churn{index}")
                .replace('"Config"', f'"Config{index}"')
            )
            resources[f"{original}{index}"] = copied
    template["Parameters"] = {"P": {"Type": "String"}}
    assert found(template) == [
        ("ResourceId", ""),
        *(("ResourceId", f"C{index} is true") for index in range(100)),
    ]
