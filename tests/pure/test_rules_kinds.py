"""What kind of endpoint a configuration declares, and where."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.facts.metrics import EndpointKind, all_metrics, endpoint_metric
from sagemaker_hosting.rules._kinds import kind_of, publishes
from sagemaker_hosting.rules._regions import region_of
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource

CONFIG = "AWS::SageMaker::EndpointConfig"
MODEL = {"ModelName": {"Fn::GetAtt": ["Model", "ModelName"]}}
INSTANCES = {"InstanceType": "ml.m5.xlarge", "InitialInstanceCount": 1}
SERVERLESS = {"ServerlessConfig": {"MemorySizeInMB": 1024, "MaxConcurrency": 1}}
ASYNCHRONOUS = {"AsyncInferenceConfig": {"OutputConfig": {}}}
MAYBE = {"Fn::If": ["C", {}, {"Ref": "AWS::NoValue"}]}


@pytest.mark.parametrize(
    ("variants", "others", "kind"),
    [
        ([{**MODEL, **INSTANCES}], {}, "real-time"),
        ([{**MODEL, **INSTANCES}] * 2, {}, "real-time"),
        ([{**MODEL, **SERVERLESS}], {}, "serverless"),
        ([{**MODEL, **INSTANCES}], ASYNCHRONOUS, "asynchronous"),
        ([INSTANCES], {}, "component"),
        ([{**MODEL, **INSTANCES, "ServerlessConfig": MAYBE}], {}, None),
        ([{**MODEL, **INSTANCES}], {"AsyncInferenceConfig": MAYBE}, None),
        ([{**INSTANCES, "ModelName": MAYBE}], {}, None),
        ([{**MODEL, **INSTANCES}, INSTANCES], {}, None),
        ([{**MODEL, **SERVERLESS}, {**MODEL, **INSTANCES}], {}, None),
        ([{**MODEL, **SERVERLESS}, {"Ref": "Variant"}], {}, None),
        ([{**MODEL, **SERVERLESS}], ASYNCHRONOUS, "asynchronous"),
        ([], {}, None),
        ({"Ref": "Variants"}, {}, None),
    ],
)
def test_kind(variants: Any, others: dict[str, Any], kind: str | None) -> None:
    assert kind_of(Resource(CONFIG, {"ProductionVariants": variants, **others})) == kind


@pytest.mark.parametrize(
    ("kind", "metric", "published"),
    [
        ("serverless", "OverheadLatency", True),
        ("serverless", "InvocationsPerInstance", False),
        ("asynchronous", "OverheadLatency", False),
        ("asynchronous", "ApproximateBacklogSize", True),
        ("real-time", "ApproximateBacklogSize", False),
        ("component", "ApproximateBacklogSize", False),
        ("component", "InvocationsPerInstance", True),
        ("real-time", "InvocationsPerCopy", True),
    ],
)
def test_only_where_all_metrics_are_listed_is_one_missed(
    kind: EndpointKind, metric: str, published: bool
) -> None:
    found = endpoint_metric(metric)
    assert found is not None
    assert publishes(kind, found) is published


def test_the_metrics_of_serverless_endpoints() -> None:
    published = {metric.name for metric in all_metrics() if "serverless" in metric.kinds}
    assert published == {
        "Invocation4XXErrors",
        "Invocation5XXErrors",
        "Invocations",
        "MemoryUtilization",
        "ModelLatency",
        "ModelSetupTime",
        "OverheadLatency",
        "ServerlessConcurrentExecutionsUtilization",
        "ServerlessProvisionedConcurrencyExecutions",
        "ServerlessProvisionedConcurrencyInvocations",
        "ServerlessProvisionedConcurrencySpilloverInvocations",
        "ServerlessProvisionedConcurrencyUtilization",
    }


@pytest.mark.parametrize(
    ("image", "key", "region"),
    [
        ("1.dkr", None, None),
        ("111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1", None, "eu-west-1"),
        ("churn:1", "arn:aws:kms:us-gov-west-1:111122223333:key/x", "us-gov-west-1"),
        (
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1",
            "arn:aws:kms:eu-west-1:111122223333:key/x",
            "eu-west-1",
        ),
        (
            "111122223333.dkr.ecr.eu-west-1.amazonaws.com/churn:1",
            "arn:aws:kms:eu-west-2:111122223333:key/x",
            None,
        ),
        (None, {"Fn::Sub": "arn:aws:kms:eu-west-1:${AWS::AccountId}:key/x"}, "eu-west-1"),
        (None, {"Fn::Sub": "arn:aws:kms:${AWS::Region}:111122223333:key/x"}, None),
        (None, "alias/churn", None),
    ],
)
def test_region(image: Any, key: Any, region: str | None) -> None:
    template = {
        "Model": {
            "Type": "AWS::SageMaker::Model",
            "Properties": {"PrimaryContainer": {"Image": image}},
        },
        "Config": {"Type": CONFIG, "Properties": {"ProductionVariants": [MODEL], "KmsKeyId": key}},
    }
    config = Resources({"Resources": template}).by_logical_id["Config"]
    assert region_of(config) == region
