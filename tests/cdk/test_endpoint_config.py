"""The endpoint configuration: variants, encryption, data capture."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import Duration, Size
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sagemaker as sagemaker

import sagemaker_hosting as hosting
from tests.cdk.support import (
    CONFIG,
    DOCKERFILE,
    ENDPOINT,
    bucket,
    config,
    endpoint,
    flat,
    imported_model,
    model,
    new_app,
    new_stack,
    only,
    statement_for,
    template_of,
    variant,
)


def variants_of(stack: cdk.Stack) -> list[dict[str, Any]]:
    variants: list[dict[str, Any]] = only(template_of(stack), CONFIG)["ProductionVariants"]
    return variants


def test_a_variant_with_its_defaults(stack: cdk.Stack) -> None:
    config(stack)
    assert variants_of(stack) == [
        {
            "VariantName": "AllTraffic",
            "ModelName": "churn-1",
            "InstanceType": "ml.m5.xlarge",
            "InitialInstanceCount": 1,
            "InitialVariantWeight": 1,
        }
    ]


def test_a_variant_with_everything(stack: cdk.Stack) -> None:
    everything = variant(
        stack,
        "Blue",
        initial_instance_count=3,
        initial_variant_weight=0.5,
        volume_size=Size.gibibytes(64),
        model_data_download_timeout=Duration.minutes(20),
        container_startup_health_check_timeout=Duration.minutes(10),
    )
    config(stack, variants=[everything])
    assert variants_of(stack) == [
        {
            "VariantName": "Blue",
            "ModelName": "churn-1",
            "InstanceType": "ml.m5.xlarge",
            "InitialInstanceCount": 3,
            "InitialVariantWeight": 0.5,
            "VolumeSizeInGB": 64,
            "ModelDataDownloadTimeoutInSeconds": 1200,
            "ContainerStartupHealthCheckTimeoutInSeconds": 600,
        }
    ]


def test_a_weight_of_zero_is_a_weight(stack: cdk.Stack) -> None:
    config(
        stack, variants=[variant(stack, "Live"), variant(stack, "Dark", initial_variant_weight=0)]
    )
    assert [one["InitialVariantWeight"] for one in variants_of(stack)] == [1, 0]


def test_a_count_for_the_variants_that_state_none(stack: cdk.Stack) -> None:
    variants = [variant(stack, "A"), variant(stack, "B", initial_instance_count=5)]
    config(stack, variants=variants, default_instance_count=2)
    assert [one["InitialInstanceCount"] for one in variants_of(stack)] == [2, 5]


def test_ten_variants(stack: cdk.Stack) -> None:
    config(stack, variants=[variant(stack, f"V{number}") for number in range(10)])
    assert len(variants_of(stack)) == 10


@pytest.mark.parametrize(("gibibytes", "rendered"), [(1, 1), (512, 512)])
def test_the_limits_of_a_volume(stack: cdk.Stack, gibibytes: int, rendered: int) -> None:
    config(stack, variants=[variant(stack, volume_size=Size.gibibytes(gibibytes))])
    assert variants_of(stack)[0]["VolumeSizeInGB"] == rendered


def test_a_key_for_the_volumes(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    endpoint(stack, model=model(stack), encryption_key=key)
    template = template_of(stack)
    assert only(template, CONFIG)["KmsKeyId"] == stack.resolve(key.key_arn)
    assert statement_for(template, "kms:CreateGrant")["Condition"] == {
        "Bool": {"kms:GrantIsForAWSResource": "true"}
    }


def test_data_capture_with_its_defaults(stack: cdk.Stack) -> None:
    config(stack, data_capture=hosting.DataCapture(bucket=bucket(stack)))
    assert only(template_of(stack), CONFIG)["DataCaptureConfig"] == {
        "EnableCapture": True,
        "DestinationS3Uri": "s3://models/data-capture",
        "InitialSamplingPercentage": 100,
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
    }


def test_data_capture_with_everything(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    capture = hosting.DataCapture(
        bucket=bucket(stack),
        prefix="churn",
        sampling_percentage=0,
        modes=["Input"],
        encryption_key=key,
        csv_content_types=["text/csv"],
        json_content_types=["application/json"],
    )
    config(stack, data_capture=capture)
    assert only(template_of(stack), CONFIG)["DataCaptureConfig"] == {
        "EnableCapture": True,
        "DestinationS3Uri": "s3://models/churn",
        "InitialSamplingPercentage": 0,
        "CaptureOptions": [{"CaptureMode": "Input"}],
        "KmsKeyId": stack.resolve(key.key_arn),
        "CaptureContentTypeHeader": {
            "CsvContentTypes": ["text/csv"],
            "JsonContentTypes": ["application/json"],
        },
    }


@pytest.mark.parametrize(
    ("prefix", "writable"), [("churn", "models/churn/*"), ("a/b", "models/a/b/*"), ("", "models/*")]
)
def test_the_role_may_write_captures_below_the_prefix_alone(
    stack: cdk.Stack, prefix: str, writable: str
) -> None:
    capture = hosting.DataCapture(bucket=bucket(stack), prefix=prefix)
    endpoint(stack, model=model(stack), data_capture=capture)
    resource = flat(statement_for(template_of(stack), "s3:PutObject")["Resource"])
    assert resource.rpartition(":")[2] == writable


def test_the_role_may_use_the_key_of_the_capture_bucket(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    captures = s3.Bucket(stack, "Captures", encryption_key=key)
    endpoint(stack, model=model(stack), data_capture=hosting.DataCapture(bucket=captures))
    statement = statement_for(template_of(stack), "kms:GenerateDataKey")
    assert statement["Resource"] == stack.resolve(key.key_arn)


def test_never_has_a_physical_name(stack: cdk.Stack) -> None:
    made = config(stack)
    assert cdk.Token.is_unresolved(made.endpoint_config_name)
    assert "EndpointConfigName" not in only(template_of(stack), CONFIG)


def test_its_primary_resource_is_the_l1(stack: cdk.Stack) -> None:
    assert isinstance(config(stack).node.default_child, sagemaker.CfnEndpointConfig)


def test_tags(stack: cdk.Stack) -> None:
    config(stack, tags={"team": "churn"})
    assert only(template_of(stack), CONFIG)["Tags"] == [{"Key": "team", "Value": "churn"}]


def test_one_configuration_serves_two_endpoints(stack: cdk.Stack) -> None:
    shared = config(stack)
    hosting.Endpoint(stack, "One", config=shared)
    hosting.Endpoint(stack, "Other", config=shared)
    template = template_of(stack)
    assert sum(one["Type"] == ENDPOINT for one in template["Resources"].values()) == 2


def test_a_model_of_another_stack(stack: cdk.Stack) -> None:
    models = new_stack("Models", app=stack.node.root)
    config(stack, variants=[variant(stack, model=model(models))])
    name = only(template_of(stack), CONFIG)["ProductionVariants"][0]["ModelName"]
    assert isinstance(name, dict)


def test_an_import_knows_its_name_alone(stack: cdk.Stack) -> None:
    imported = hosting.EndpointConfig.from_endpoint_config_name(stack, "Imported", "churn-3")
    assert (imported.endpoint_config_name, list(imported.variants)) == ("churn-3", [])


def test_an_endpoint_of_an_imported_configuration(stack: cdk.Stack) -> None:
    imported = hosting.EndpointConfig.from_endpoint_config_name(stack, "Imported", "churn-3")
    hosting.Endpoint(stack, "Endpoint", config=imported)
    assert only(template_of(stack), ENDPOINT)["EndpointConfigName"] == "churn-3"


VARIANTS: dict[str, tuple[dict[str, Any], str]] = {
    "type without ml": ({"instance_type": "m5.xlarge"}, "m5.xlarge"),
    "no type": ({"instance_type": ""}, "instance type"),
    "count 0": ({"initial_instance_count": 0}, "initial instance count is 0"),
    "count below 0": ({"initial_instance_count": -1}, "initial instance count is -1"),
    "weight below 0": ({"initial_variant_weight": -0.5}, "-0.5"),
    "name with underscore": ({"variant_name": "a_b"}, "a_b"),
    "no name": ({"variant_name": ""}, "name"),
    "long name": ({"variant_name": "x" * 64}, "x" * 64),
    "volume 0": ({"volume_size": Size.gibibytes(0)}, "0"),
    "volume 513": ({"volume_size": Size.gibibytes(513)}, "513"),
    "volume in MiB": ({"volume_size": Size.mebibytes(1500)}, "whole GiB"),
    "download 59 s": ({"model_data_download_timeout": Duration.seconds(59)}, "59"),
    "download 3601 s": ({"model_data_download_timeout": Duration.seconds(3601)}, "3601"),
    "start-up 59 s": ({"container_startup_health_check_timeout": Duration.seconds(59)}, "59"),
    "start-up 2 h": ({"container_startup_health_check_timeout": Duration.hours(2)}, "7200"),
    "milliseconds": (
        {"model_data_download_timeout": Duration.millis(61_500)},
        "model_data_download_timeout cannot be expressed in whole seconds",
    ),
    "volume on local NVMe": (
        {"instance_type": "ml.g5.xlarge", "volume_size": Size.gibibytes(64)},
        "ml.g5.xlarge",
    ),
}


@pytest.mark.parametrize(("arguments", "message"), VARIANTS.values(), ids=VARIANTS)
def test_refuses_a_variant_where_it_is_written(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    given = {"model": imported_model(stack), "instance_type": "ml.m5.xlarge", **arguments}
    with pytest.raises(hosting.InvalidProps, match=message) as caught:
        hosting.InstanceVariant(**given)
    assert caught.value.fix


CAPTURES: dict[str, tuple[dict[str, Any], str]] = {
    "above 100": ({"sampling_percentage": 101}, "101"),
    "below 0": ({"sampling_percentage": -1}, "-1"),
    "a fraction": ({"sampling_percentage": 0.5}, "0.5"),
    "mode": ({"modes": ["input"]}, "input"),
    "mode twice": ({"modes": ["Input", "Input"]}, "Input"),
    "no mode": ({"modes": []}, "[Mm]ode"),
    "trailing slash": ({"prefix": "a/"}, "a/"),
    "leading slash": ({"prefix": "/a"}, "/a"),
}


@pytest.mark.parametrize(("arguments", "message"), CAPTURES.values(), ids=CAPTURES)
def test_refuses_a_capture_where_it_is_written(
    stack: cdk.Stack, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(hosting.InvalidProps, match=message):
        hosting.DataCapture(bucket=bucket(stack), **arguments)


def test_refuses_no_variants(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="variants") as caught:
        config(stack, variants=[])
    assert caught.value.path == "Stack/Config"


def test_refuses_eleven_variants(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="11"):
        config(stack, variants=[variant(stack, f"V{number}") for number in range(11)])


def test_refuses_two_variants_of_one_name(stack: cdk.Stack) -> None:
    one = variant(stack, "A")
    with pytest.raises(hosting.InvalidProps, match="A"):
        config(stack, variants=[one, one])


def test_refuses_weights_that_are_all_zero(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match="the weight of every variant is 0"):
        config(stack, variants=[variant(stack, initial_variant_weight=0)])


def test_refuses_a_key_on_local_nvme(stack: cdk.Stack) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"ml\.g5\.xlarge"):
        config(
            stack,
            variants=[variant(stack, instance_type="ml.g5.xlarge")],
            encryption_key=kms.Key(stack, "Key"),
        )


@pytest.mark.parametrize(
    ("architecture", "instance_type"), [("x86_64", "ml.c7g.large"), ("arm64", "ml.m5.large")]
)
def test_refuses_an_image_that_the_instances_cannot_run(
    stack: cdk.Stack, architecture: Any, instance_type: str, tmp_path: Path
) -> None:
    (tmp_path / "Dockerfile").write_text(DOCKERFILE)
    image = hosting.ContainerImage.from_asset(str(tmp_path), architecture=architecture)
    with pytest.raises(hosting.InvalidProps, match="exec format error"):
        config(
            stack,
            variants=[variant(stack, model=model(stack, image=image), instance_type=instance_type)],
        )


@pytest.mark.parametrize(
    ("account", "region", "what"),
    [("222222222222", "eu-west-1", "account"), ("111111111111", "us-east-1", "Region")],
)
def test_refuses_a_model_of_another_environment(account: str, region: str, what: str) -> None:
    app = new_app()
    here = new_stack("Here", app=app)
    there = new_stack("There", env=cdk.Environment(account=account, region=region), app=app)
    with pytest.raises(hosting.InvalidProps, match=f"is in {what}") as caught:
        config(here, variants=[variant(here, model=model(there))])
    assert caught.value.path == "Here/Config"
