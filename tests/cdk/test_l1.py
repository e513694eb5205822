"""From CloudFormation's spelling to the L1's, for every property of every L1 that we create."""

from __future__ import annotations

import importlib
import inspect
import re
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_sagemaker as sagemaker
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER

import sagemaker_hosting as hosting
from sagemaker_hosting.cdk import _l1
from tests.cdk.support import new_stack, only, template_of

L1 = {
    "AWS::SageMaker::Model": sagemaker.CfnModel,
    "AWS::SageMaker::EndpointConfig": sagemaker.CfnEndpointConfig,
    "AWS::SageMaker::Endpoint": sagemaker.CfnEndpoint,
    "AWS::SageMaker::InferenceExperiment": sagemaker.CfnInferenceExperiment,
    "AWS::CloudWatch::Alarm": cloudwatch.CfnAlarm,
    "AWS::ApplicationAutoScaling::ScalableTarget": autoscaling.CfnScalableTarget,
    "AWS::ApplicationAutoScaling::ScalingPolicy": autoscaling.CfnScalingPolicy,
}


def schema(resource_type: str) -> dict[str, Any]:
    found: dict[str, Any] = PROVIDER_SCHEMA_MANAGER.get_resource_schema(
        "eu-west-1", resource_type
    ).schema
    return found


def top_level(resource_type: str) -> list[str]:
    whole = schema(resource_type)
    computed = {path.removeprefix("/properties/") for path in whole.get("readOnlyProperties", ())}
    return sorted(set(whole["properties"]) - computed)


def nested(resource_type: str) -> set[str]:
    """Return the names of all properties below the top level."""
    return {
        name
        for definition in schema(resource_type).get("definitions", {}).values()
        for name in definition.get("properties", {})
    }


def jsii_names(kind: type) -> set[str]:
    """Return the camelCase names that an L1's structs take, as jsii has written them down."""
    module = inspect.getsource(importlib.import_module(kind.__module__))
    structs = re.findall(
        rf'jsii_type="[\w.-]+\.{kind.__name__}\.\w+",.*?name_mapping=\{{(.*?)\}}', module, re.S
    )
    return {name for mapping in structs for name in re.findall(r': "(\w+)"', mapping)}


@pytest.mark.parametrize("resource_type", L1)
def test_top_level_names_are_arguments_of_the_l1(resource_type: str) -> None:
    arguments = set(inspect.signature(L1[resource_type].__init__).parameters)
    unknown = [name for name in top_level(resource_type) if _l1._snake(name) not in arguments]
    # What the schema of the linter has and this release of the CDK has not yet.
    assert [name for name in unknown if name not in {"DeletionPolicy"}] == []


@pytest.mark.parametrize("resource_type", L1)
def test_nested_names_are_members_of_the_structs(resource_type: str) -> None:
    known = jsii_names(L1[resource_type]) | {"key", "value"}  # tags have one struct for all L1s
    assert sorted(n for n in nested(resource_type) if _l1._camel(n) not in known) == []


@pytest.mark.parametrize("resource_type", L1)
def test_every_name_of_the_structs_is_reached(resource_type: str) -> None:
    """The other way round: no member of a struct is spelled in a way that we never produce."""
    reached = {_l1._camel(name) for name in nested(resource_type)}
    reached |= {"acceleratorType"}  # retired by the service
    assert sorted(jsii_names(L1[resource_type]) - reached) == []


@pytest.mark.parametrize(
    ("name", "snake", "camel"),
    [
        ("VolumeSizeInGB", "volume_size_in_gb", "volumeSizeInGb"),
        ("DestinationS3Uri", "destination_s3_uri", "destinationS3Uri"),
        ("EnableSSMAccess", "enable_ssm_access", "enableSsmAccess"),
        ("KmsKeyId", "kms_key_id", "kmsKeyId"),
        ("S3DataType", "s3_data_type", "s3DataType"),
        ("Id", "id", "id"),
    ],
)
def test_spellings(name: str, snake: str, camel: str) -> None:
    assert (_l1._snake(name), _l1._camel(name)) == (snake, camel)


def test_nothing_is_lost_on_the_way() -> None:
    app = cdk.App(analytics_reporting=False, builtin_cloud_formation_validation=False)
    stack = new_stack(app=app)  # nobody looks at the values
    properties: dict[str, Any] = {
        "ProductionVariants": [
            {
                "VariantName": "A",
                "ModelName": "m",
                "InstanceType": "ml.m5.xlarge",
                "InitialInstanceCount": 0,
                "InitialVariantWeight": 0,
                "EnableSSMAccess": False,
                "AcceleratorType": "",
                "CoreDumpConfig": {"DestinationS3Uri": "s3://b/d", "KmsKeyId": None},
            }
        ]
    }
    _l1.create_l1(sagemaker.CfnEndpointConfig, stack, "Config", properties)
    rendered = only(template_of(stack), "AWS::SageMaker::EndpointConfig")
    del properties["ProductionVariants"][0]["CoreDumpConfig"]["KmsKeyId"]
    assert rendered == properties


def test_an_error_gets_the_path_of_the_construct(stack: cdk.Stack) -> None:
    error = hosting.InvalidProps("wrong")
    with pytest.raises(hosting.InvalidProps), _l1.declared_at(stack, "Churn"):
        raise error
    assert (error.path, str(error)) == ("Stack/Churn", "Stack/Churn: wrong")


def test_an_error_keeps_the_path_that_it_has(stack: cdk.Stack) -> None:
    error = hosting.InvalidProps("wrong", path="Stack/Churn/Model")
    with pytest.raises(hosting.InvalidProps), _l1.declared_at(stack, "Churn"):
        raise error
    assert error.path == "Stack/Churn/Model"
