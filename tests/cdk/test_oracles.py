"""What others say of our templates: cfn-lint, the CDK, and the API itself.

The service model of botocore is what every AWS SDK sends requests by: a template property that it
does not know, or whose value is of another kind or out of range, is refused by the API.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.model import ListShape, MapShape, Shape, StringShape, StructureShape
from botocore.session import Session
from botocore.validate import ParamValidator
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from sagemaker_hosting.core.findings import Severity
from sagemaker_hosting.rules import check_template
from tests.cdk.apps import APPS, template
from tests.cdk.support import ALARM, COMPONENT, CONFIG, ENDPOINT, EXPERIMENT, MODEL, POLICY, TARGET

OPERATIONS = {
    MODEL: ("sagemaker", "CreateModel"),
    CONFIG: ("sagemaker", "CreateEndpointConfig"),
    ENDPOINT: ("sagemaker", "CreateEndpoint"),
    COMPONENT: ("sagemaker", "CreateInferenceComponent"),
    EXPERIMENT: ("sagemaker", "CreateInferenceExperiment"),
    ALARM: ("cloudwatch", "PutMetricAlarm"),
    TARGET: ("application-autoscaling", "RegisterScalableTarget"),
    POLICY: ("application-autoscaling", "PutScalingPolicy"),
}
# What CloudFormation generates where the template is silent.
GENERATED = {
    MODEL: {"ModelName": "generated"},
    CONFIG: {"EndpointConfigName": "generated"},
    ENDPOINT: {},
    COMPONENT: {},
    EXPERIMENT: {},
    ALARM: {"AlarmName": "generated"},
    TARGET: {},
    POLICY: {
        "ServiceNamespace": "sagemaker",
        "ResourceId": "endpoint/churn/variant/AllTraffic",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    },
}
# Properties of the CloudFormation resource that are arguments of another operation.
ELSEWHERE = {
    ENDPOINT: {"RetainAllVariantProperties", "ExcludeRetainedVariantProperties"},
    COMPONENT: {"DeploymentConfig", "EndpointArn"},
    EXPERIMENT: {"DesiredState", "StatusReason"},
    TARGET: {"ScheduledActions"},
    POLICY: {"ScalingTargetId"},
}
# A model waits for its role as a whole, what it is granted later included; that the role itself is
# implied by its ARN too is no mistake.
IMPLIED_TWICE = ["W3005"]
INTRINSIC = {"Ref", "Condition"}


@pytest.fixture(scope="module")
def session() -> Session:
    return Session()


def plain(value: Any, shape: Shape | None) -> Any:
    """Replace intrinsic functions by values such as ``shape`` may have."""
    if isinstance(value, Mapping):
        if len(value) == 1 and (
            next(iter(value)) in INTRINSIC or next(iter(value)).startswith("Fn::")
        ):
            return _plausible(shape)
        members = shape.members if isinstance(shape, StructureShape) else {}
        inner = shape.value if isinstance(shape, MapShape) else None
        return {key: plain(item, members.get(key, inner)) for key, item in value.items()}
    if isinstance(value, list):
        member = shape.member if isinstance(shape, ListShape) else None
        return [plain(item, member) for item in value]
    return value


def _plausible(shape: Shape | None) -> Any:
    if shape is not None and shape.type_name in ("integer", "long", "float", "double"):
        return 2
    if shape is not None and shape.name == "RoleArn":
        return "arn:aws:iam::111111111111:role/hosting"
    if isinstance(shape, StringShape) and shape.enum:
        return shape.enum[0]
    return "s3://models/model.tar.gz" if shape is not None and shape.name == "Url" else "reference"


def resources(resource_type: str) -> Iterator[Any]:
    for name in APPS:
        for logical_id, resource in template(name)["Resources"].items():
            if resource["Type"] == resource_type:
                yield name, logical_id, resource["Properties"]


@pytest.mark.parametrize("resource_type", OPERATIONS)
def test_the_api_takes_what_the_template_says(session: Session, resource_type: str) -> None:
    service, operation = OPERATIONS[resource_type]
    shape = session.get_service_model(service).operation_model(operation).input_shape
    assert shape is not None
    validator = ParamValidator()
    reports = {}
    for name, logical_id, properties in resources(resource_type):
        request = {
            **GENERATED[resource_type],
            **{
                key: value
                for key, value in properties.items()
                if key not in ELSEWHERE.get(resource_type, ())
            },
        }
        report = validator.validate(plain(request, shape), shape)
        if report.has_errors():
            reports[f"{name}/{logical_id}"] = report.generate_report()
    assert reports == {}


@pytest.mark.parametrize("resource_type", OPERATIONS)
def test_text_keeps_to_the_patterns_of_the_api(session: Session, resource_type: str) -> None:
    """botocore itself leaves patterns and enumerations to the service."""
    service, operation = OPERATIONS[resource_type]
    shape = session.get_service_model(service).operation_model(operation).input_shape
    assert shape is not None
    wrong = [
        (name, logical_id, path, text)
        for name, logical_id, properties in resources(resource_type)
        for path, text, kind in _texts(properties, shape, "")
        if not _matches(kind.metadata.get("pattern"), text) or (kind.enum and text not in kind.enum)
    ]
    assert wrong == []


def _matches(pattern: str | None, text: str) -> bool:
    try:
        return pattern is None or re.fullmatch(pattern, text) is not None
    except re.error:
        return True  # written for another engine: Unicode classes and surrogates


def _texts(value: Any, shape: Shape | None, path: str) -> Iterator[tuple[str, str, StringShape]]:
    if isinstance(shape, StringShape) and isinstance(value, str):
        yield path, value, shape
    elif isinstance(shape, StructureShape) and isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(item, shape.members.get(key), f"{path}/{key}")
    elif isinstance(shape, ListShape) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _texts(item, shape.member, f"{path}/{number}")


def test_the_requests_that_update_components(session: Session) -> None:
    """What rolls an update out is no argument of the creation."""
    model = session.get_service_model("sagemaker")
    shape = model.operation_model("UpdateInferenceComponent").input_shape
    assert shape is not None
    seen = 0
    for _, _, properties in resources(COMPONENT):
        if "DeploymentConfig" in properties:
            request = {
                "InferenceComponentName": properties["InferenceComponentName"],
                "DeploymentConfig": properties["DeploymentConfig"],
            }
            report = ParamValidator().validate(plain(request, shape), shape)
            assert not report.has_errors(), report.generate_report()
            seen += 1
    assert seen == 2


def test_the_requests_of_scheduled_actions(session: Session) -> None:
    model = session.get_service_model("application-autoscaling")
    shape = model.operation_model("PutScheduledAction").input_shape
    assert shape is not None
    seen = 0
    for _, _, properties in resources(TARGET):
        for action in properties.get("ScheduledActions", ()):
            request = {
                "ServiceNamespace": properties["ServiceNamespace"],
                "ResourceId": "endpoint/churn/variant/AllTraffic",
                "ScalableDimension": properties["ScalableDimension"],
                **action,
            }
            report = ParamValidator().validate(plain(request, shape), shape)
            assert not report.has_errors(), report.generate_report()
            seen += 1
    assert seen == 2


@pytest.mark.parametrize("name", APPS)
def test_cfn_lint_finds_nothing(name: str) -> None:
    settings = ManualArgs(regions=["eu-west-1"], ignore_checks=IMPLIED_TWICE)
    findings = lint(json.dumps(template(name)), config=settings)
    assert [f"{found.rule.id} {found.path}: {found.message}" for found in findings] == []


@pytest.mark.parametrize("name", APPS)
def test_our_own_rules_find_nothing_not_even_warnings(name: str) -> None:
    """What is worth knowing, such as a single instance, is meant in some of them."""
    findings = check_template(template(name))
    assert [str(found) for found in findings if found.severity is not Severity.INFO] == []
