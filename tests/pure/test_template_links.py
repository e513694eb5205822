"""From one resource of a template to another."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.template.links import LINKS, Link, referenced
from sagemaker_hosting.template.resources import Resources
from tests.pure.schemas import has_path, schema

NAME = {"Fn::GetAtt": ["Endpoint", "EndpointName"]}


def template(config_name: Any, resource_id: Any, **target: Any) -> Resources:
    return Resources(
        {
            "Resources": {
                "Config": {
                    "Type": "AWS::SageMaker::EndpointConfig",
                    "Properties": {"EndpointConfigName": "config"},
                },
                "Other": {"Type": "AWS::SageMaker::EndpointConfig"},
                "Endpoint": {
                    "Type": "AWS::SageMaker::Endpoint",
                    "Properties": {"EndpointName": "churn", "EndpointConfigName": config_name},
                    "Metadata": {"aws:cdk:path": "Stack/Churn/Resource"},
                },
                "Target": {
                    "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                    "Properties": {"ResourceId": resource_id},
                    **target,
                },
                "Policy": {
                    "Type": "AWS::ApplicationAutoScaling::ScalingPolicy",
                    "Properties": {"ScalingTargetId": {"Ref": "Target"}},
                },
            }
        }
    )


@pytest.mark.parametrize(
    "name",
    [
        {"Ref": "Config"},
        {"Fn::GetAtt": ["Config", "EndpointConfigName"]},
        {"Fn::GetAtt": "Config.EndpointConfigName"},
        {"Fn::Sub": "${Config.EndpointConfigName}"},
        "config",
    ],
)
def test_an_endpoint_leads_to_its_configuration(name: Any) -> None:
    endpoint = template(name, "x").by_logical_id["Endpoint"]
    config = endpoint.related("EndpointConfig")
    assert config is not None
    assert config.logical_id == "Config"


@pytest.mark.parametrize(
    "name",
    [
        {"Ref": "ConfigParameter"},
        {"Fn::If": ["C", {"Ref": "Config"}, {"Ref": "Other"}]},
        {"Fn::ImportValue": "config"},
        "another",
    ],
)
def test_what_is_not_certain_is_no_link(name: Any) -> None:
    assert template(name, "x").by_logical_id["Endpoint"].related("EndpointConfig") is None


@pytest.mark.parametrize(
    "resource_id",
    [
        "endpoint/churn/variant/AllTraffic",
        {"Fn::Join": ["", ["endpoint/", NAME, "/variant/AllTraffic"]]},
        {"Fn::Sub": "endpoint/${Endpoint.EndpointName}/variant/AllTraffic"},
        {"Fn::Sub": ["endpoint/${Endpoint}/variant/${Variant}", {"Variant": "AllTraffic"}]},
    ],
)
def test_a_policy_leads_to_the_configuration_of_what_it_scales(resource_id: Any) -> None:
    resources = template({"Ref": "Config"}, resource_id).by_logical_id
    for name in ("Target", "Policy"):
        config = resources[name].related("EndpointConfig")
        assert config is not None
        assert config.logical_id == "Config"


def test_the_construct_path_is_read_from_the_metadata() -> None:
    resources = template({"Ref": "Config"}, "x").by_logical_id
    assert resources["Endpoint"].construct_path == "Stack/Churn/Resource"
    assert resources["Target"].construct_path == ""


@pytest.mark.parametrize(
    ("target", "waits"),
    [
        ({}, False),
        ({"DependsOn": "Endpoint"}, True),
        ({"DependsOn": ["Endpoint"]}, True),
        ({"DependsOn": "Policy"}, False),
    ],
)
def test_order_of_creation(target: dict[str, Any], waits: bool) -> None:
    resources = template({"Ref": "Config"}, "endpoint/churn/variant/AllTraffic", **target)
    found = resources.by_logical_id
    assert resources.waits_for(found["Target"], found["Endpoint"]) is waits
    assert resources.waits_for(found["Endpoint"], found["Config"])


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({"Ref": "A"}, ["A"]),
        ({"Fn::Join": ["", [{"Ref": "A"}, "/", {"Fn::GetAtt": ["B", "Arn"]}]]}, ["A", "B"]),
        ({"Fn::Sub": "${A}-${B.Name}-${!Literal}"}, ["A", "B"]),
        ({"Fn::If": ["C", {"Ref": "A"}, {"Ref": "B"}]}, []),
        ({"Fn::GetAtt": []}, []),
        (
            {"Fn::Sub": ["${Uri}:1-${A}", {"Uri": {"Fn::GetAtt": ["Repository", "Uri"]}}]},
            ["Repository", "A"],
        ),
        ({"Fn::Sub": ["${Uri}:1", {"Uri": "text"}]}, []),
        ({"Fn::Sub": {}}, []),
        ("A", []),
    ],
)
def test_referenced(raw: Any, names: list[str]) -> None:
    assert list(referenced(raw)) == names


def resources(**declared: tuple[str, dict[str, Any]]) -> Resources:
    return Resources(
        {
            "Resources": {
                name: {"Type": resource_type, **body}
                for name, (resource_type, body) in declared.items()
            }
        }
    )


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ({"Fn::Select": [4, {"Fn::Split": [":", {"Fn::GetAtt": ["Repository", "Arn"]}]}]},
         ["Repository"]),
        ({"Fn::Select": [0, [{"Ref": "A"}, {"Ref": "B"}]]}, []),
        ({"Fn::Join": []}, []),
        ({"Fn::Select": []}, []),
    ],
)  # fmt: skip
def test_a_piece_of_a_value_refers_to_what_the_value_does(raw: Any, names: list[str]) -> None:
    assert list(referenced(raw)) == names


def test_types_backward_links_names_and_attributes() -> None:
    found = resources(
        Model=("AWS::SageMaker::Model", {"Properties": {"ModelName": "churn"}}),
        Other=("AWS::SageMaker::Model", {"DeletionPolicy": "Retain"}),
        Config=(
            "AWS::SageMaker::EndpointConfig",
            {"Properties": {"ProductionVariants": [{"ModelName": {"Ref": "Model"}}]}},
        ),
    )
    model, other = (found.by_logical_id[name] for name in ("Model", "Other"))
    config = found.by_logical_id["Config"]
    assert list(found.of_type("AWS::SageMaker::Model")) == [model, other]
    assert list(found.of_type("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Model")) == [
        config,
        model,
        other,
    ]
    assert found.leading_to(model, "AWS::SageMaker::EndpointConfig", "Model") == [config]
    assert not found.leading_to(other, "AWS::SageMaker::EndpointConfig", "Model")
    named = config.get("ProductionVariants/0/ModelName")
    assert found.named(named, "AWS::SageMaker::Model", "ModelName") is model
    assert found.named(named, "AWS::SageMaker::Endpoint", "EndpointName") is None
    assert found.attribute(other, "DeletionPolicy").text == "Retain"
    assert found.attribute(model, "DeletionPolicy").is_absent


@pytest.mark.parametrize(
    ("arn", "leads"),
    [
        ({"Fn::GetAtt": ["Role", "Arn"]}, True),
        ("arn:aws:iam::111122223333:role/hosting", True),
        ("arn:aws:iam::111122223333:role/path/to/hosting", True),
        ("arn:aws:iam::111122223333:role/other", False),
    ],
)
def test_a_model_leads_to_its_role(arn: Any, leads: bool) -> None:
    found = resources(
        Role=("AWS::IAM::Role", {"Properties": {"RoleName": "hosting"}}),
        Model=("AWS::SageMaker::Model", {"Properties": {"ExecutionRoleArn": arn}}),
    )
    assert (found.by_logical_id["Model"].related("Role") is not None) is leads


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("s3://artifacts/churn/model.tar.gz", True),
        ("s3://artifacts", True),
        ("s3://others/model.tar.gz", False),
        ({"Fn::Sub": "s3://${Bucket}/model.tar.gz"}, True),
    ],
)
def test_a_model_leads_to_its_bucket(url: Any, leads: bool) -> None:
    found = resources(
        Bucket=("AWS::S3::Bucket", {"Properties": {"BucketName": "artifacts"}}),
        Model=(
            "AWS::SageMaker::Model",
            {"Properties": {"PrimaryContainer": {"ModelDataUrl": url}}},
        ),
    )
    assert (found.by_logical_id["Model"].related("Bucket") is not None) is leads


WAYS = [
    pytest.param(resource_type, name, way, id=f"{resource_type}-{name}-{way.path}")
    for resource_type, links in LINKS.items()
    for name, ways in links.items()
    for way in ways
]
DIRECT = [each for each in WAYS if each.values[2].path]


@pytest.mark.parametrize(("resource_type", "name", "way"), WAYS)
def test_a_link_is_made_of_what_exists(resource_type: str, name: str, way: Link) -> None:
    if way.path:
        assert has_path(resource_type, way.path)
    if way.through:
        assert way.through in LINKS[resource_type]
    if way.back:
        assert way.back in LINKS[way.target_type]
    if way.name_property:
        assert has_path(way.target_type, way.name_property)
    if way.where:
        parent = way.path.rpartition("/")[0]
        assert has_path(resource_type, f"{parent}/{way.where[0]}")
    assert bool(way.path) + bool(way.through) + bool(way.back) == 1
    assert schema(way.target_type)["typeName"] == way.target_type


@pytest.mark.parametrize(("resource_type", "name", "way"), DIRECT)
def test_a_link_is_followed_there_and_back(resource_type: str, name: str, way: Link) -> None:
    value: Any = {"Ref": "Target"}
    for index, part in enumerate(reversed(way.path.split("/"))):
        beside = {way.where[0]: way.where[1]} if way.where and index == 0 else {}
        value = [value] if part == "*" else {part: value, **beside}
    found = resources(
        Target=(way.target_type, {}),
        Source=(resource_type, {"Properties": value}),
        Other=(resource_type, {}),
    )
    source, target = found.by_logical_id["Source"], found.by_logical_id["Target"]
    assert source.all_related(name) == (target,)
    assert found.leading_to(target, resource_type, name) == [source]
    for back, ways in LINKS.get(way.target_type, {}).items():
        if any(each.back == name and each.target_type == resource_type for each in ways):
            assert source in target.all_related(back)


def test_a_dimension_of_another_name_is_no_link() -> None:
    dimensions = [{"Name": "VariantName", "Value": "churn"}]
    found = resources(
        Endpoint=("AWS::SageMaker::Endpoint", {"Properties": {"EndpointName": "churn"}}),
        Alarm=("AWS::CloudWatch::Alarm", {"Properties": {"Dimensions": dimensions}}),
    )
    assert found.by_logical_id["Alarm"].related("Endpoint") is None


def test_links_over_several_stops() -> None:
    component = "inference-component/summaries"
    found = resources(
        Config=("AWS::SageMaker::EndpointConfig", {}),
        Endpoint=(
            "AWS::SageMaker::Endpoint",
            {"Properties": {"EndpointConfigName": {"Ref": "Config"}, "EndpointName": "texts"}},
        ),
        Base=(
            "AWS::SageMaker::InferenceComponent",
            {"Properties": {"EndpointName": "texts", "InferenceComponentName": "summaries"}},
        ),
        Adapter=(
            "AWS::SageMaker::InferenceComponent",
            {"Properties": {"Specification": {"BaseInferenceComponentName": {"Ref": "Base"}}}},
        ),
        Target=(
            "AWS::ApplicationAutoScaling::ScalableTarget",
            {"Properties": {"ResourceId": component}},
        ),
        Policy=(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            {"Properties": {"ScalingTargetId": {"Ref": "Target"}}},
        ),
    ).by_logical_id
    config, endpoint, base = found["Config"], found["Endpoint"], found["Base"]
    for name in ("Adapter", "Base", "Target", "Policy"):
        assert found[name].related("EndpointConfig") is config
    assert found["Adapter"].related("Endpoint") is endpoint
    assert found["Policy"].related("InferenceComponent") is base
    assert set(endpoint.all_related("InferenceComponent")) == {base, found["Adapter"]}


def test_a_circle_of_links_ends() -> None:
    component = "AWS::SageMaker::InferenceComponent"
    found = resources(
        **{
            name: (
                component,
                {"Properties": {"Specification": {"BaseInferenceComponentName": {"Ref": base}}}},
            )
            for name, base in (("A", "B"), ("B", "A"))
        }
    ).by_logical_id
    assert found["A"].related("Base") is found["B"]
    assert found["A"].all_related("EndpointConfig") == ()
