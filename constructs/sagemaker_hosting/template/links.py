"""From one resource of a template to another that it names.

A link is named after the type it leads to. A property names a resource by reference (``Ref``,
``Fn::GetAtt``, or either inside ``Fn::Join`` or ``Fn::Sub``) or by the literal name of a resource
in the same template. Whatever cannot be followed with certainty is not a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

WHOLE: Final = re.compile(r"(.*)")
"""The pattern of a literal that is a name and nothing else."""


@dataclass(frozen=True, slots=True)
class Link:
    """A property that names another resource.

    Attributes:
        path: The property; ``*`` for each element of a list.
        target_type: The type of the resource that it names.
        name_property: The property of the target that holds its literal name.
        pattern: Where the name stands in a literal, as group 1; by default all of it.
        through: A link to follow first; where it leads, the link of the same name is taken.
        back: The link of ``target_type`` that leads here; this one leads back along it.
        where: A property beside the last one of ``path`` and the text it must have:
            ``("Name", "EndpointName")`` for the dimensions of an alarm.
    """

    path: str
    target_type: str
    name_property: str
    pattern: re.Pattern[str] = WHOLE
    through: str = ""
    back: str = ""
    where: tuple[str, str] | None = None


_ALARM: Final = "AWS::CloudWatch::Alarm"
_BUCKET: Final = "AWS::S3::Bucket"
_COMPONENT: Final = "AWS::SageMaker::InferenceComponent"
_CONFIG: Final = "AWS::SageMaker::EndpointConfig"
_ENDPOINT: Final = "AWS::SageMaker::Endpoint"
_KEY: Final = "AWS::KMS::Key"
_MODEL: Final = "AWS::SageMaker::Model"
_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"
_ROLE: Final = "AWS::IAM::Role"
_SECURITY_GROUP: Final = "AWS::EC2::SecurityGroup"
_SUBNET: Final = "AWS::EC2::Subnet"
_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
_TOPIC: Final = "AWS::SNS::Topic"
_JOBS: Final = tuple(
    f"AWS::SageMaker::{kind}JobDefinition"
    for kind in ("DataQuality", "ModelBias", "ModelExplainability", "ModelQuality")
)

_IN_COMPONENT_ID: Final = re.compile(r"inference-component/([^/]+)")
_IN_RESOURCE_ID: Final = re.compile(r"endpoint/([^/]+)/variant/.*")
_IN_ROLE_ARN: Final = re.compile(r"arn:[^:]+:iam::[^:]*:role/(?:.*/)?([^/]+)")
_IN_S3_ADDRESS: Final = re.compile(r"s3://([^/]+)(?:/.*)?")
_IN_SNS_ARN: Final = re.compile(r"arn:[^:]+:sns:[^:]*:[^:]*:([^:]+)")
# Of what has no name of its own, or one that other accounts may use too, no literal is certain.
_NEVER: Final = re.compile(r"(?!)")

_DIMENSIONS: Final = ("Dimensions/*/Value", "Metrics/*/MetricStat/Metric/Dimensions/*/Value")
_CONTAINERS: Final = ("PrimaryContainer", "Containers/*")


def _role(path: str) -> tuple[Link, ...]:
    return (Link(path, _ROLE, "RoleName", _IN_ROLE_ARN),)


def _buckets(*paths: str) -> tuple[Link, ...]:
    return tuple(Link(path, _BUCKET, "BucketName", _IN_S3_ADDRESS) for path in paths)


def _topics(*paths: str) -> tuple[Link, ...]:
    return tuple(Link(path, _TOPIC, "TopicName", _IN_SNS_ARN) for path in paths)


def _unnamed(target_type: str, *paths: str) -> tuple[Link, ...]:
    return tuple(Link(path, target_type, "", _NEVER) for path in paths)


def _dimension(name: str, target_type: str) -> tuple[Link, ...]:
    return tuple(Link(path, target_type, name, where=("Name", name)) for path in _DIMENSIONS)


def _back(target_type: str, link: str) -> tuple[Link, ...]:
    return (Link("", target_type, "", back=link),)


def _through(target_type: str, *stops: str) -> tuple[Link, ...]:
    return tuple(Link("", target_type, "", through=stop) for stop in stops)


def _monitored(kind: str) -> Mapping[str, tuple[Link, ...]]:
    """Return the links of a job definition of ``kind``."""
    source = f"{kind}JobInput/EndpointInput/EndpointName"
    return {
        "Endpoint": tuple(
            Link(path, _ENDPOINT, "EndpointName") for path in ("EndpointName", source)
        ),
        "EndpointConfig": _through(_CONFIG, "Endpoint"),
        "Role": _role("RoleArn"),
    }


LINKS: Final[Mapping[str, Mapping[str, tuple[Link, ...]]]] = {
    _TARGET: {
        "Endpoint": (Link("ResourceId", _ENDPOINT, "EndpointName", _IN_RESOURCE_ID),),
        "EndpointConfig": _through(_CONFIG, "Endpoint", "InferenceComponent"),
        "InferenceComponent": (
            Link("ResourceId", _COMPONENT, "InferenceComponentName", _IN_COMPONENT_ID),
        ),
        "ScalingPolicy": _back(_POLICY, "ScalableTarget"),
    },
    _POLICY: {
        "Alarm": _back(_ALARM, "ScalingPolicy"),
        "EndpointConfig": _through(_CONFIG, "ScalableTarget"),
        "InferenceComponent": _through(_COMPONENT, "ScalableTarget"),
        "ScalableTarget": (
            Link("ScalingTargetId", _TARGET, "ResourceId"),
            Link("ResourceId", _TARGET, "ResourceId"),
        ),
    },
    _ALARM: {
        "Endpoint": _dimension("EndpointName", _ENDPOINT),
        "EndpointConfig": _dimension("EndpointConfigName", _CONFIG),
        "InferenceComponent": _dimension("InferenceComponentName", _COMPONENT),
        "ScalingPolicy": _unnamed(_POLICY, "AlarmActions/*", "OKActions/*"),
        "Topic": _topics("AlarmActions/*", "OKActions/*", "InsufficientDataActions/*"),
    },
    _SUBNET: {
        "Vpc": _unnamed("AWS::EC2::VPC", "VpcId"),
    },
    "AWS::EC2::VPCEndpoint": {
        "SecurityGroup": _unnamed(_SECURITY_GROUP, "SecurityGroupIds/*"),
        "Subnet": _unnamed(_SUBNET, "SubnetIds/*"),
        "Vpc": _unnamed("AWS::EC2::VPC", "VpcId"),
    },
    "AWS::IAM::ManagedPolicy": {
        "Role": (Link("Roles/*", _ROLE, "RoleName"),),
    },
    "AWS::IAM::Policy": {
        "Role": (Link("Roles/*", _ROLE, "RoleName"),),
    },
    _ROLE: {
        "ManagedPolicy": (
            *_unnamed("AWS::IAM::ManagedPolicy", "ManagedPolicyArns/*"),
            *_back("AWS::IAM::ManagedPolicy", "Role"),
        ),
        "Policy": _back("AWS::IAM::Policy", "Role"),
        "RolePolicy": _back("AWS::IAM::RolePolicy", "Role"),
    },
    "AWS::IAM::RolePolicy": {
        "Role": (Link("RoleName", _ROLE, "RoleName"),),
    },
    "AWS::Lambda::Function": {
        "Role": _role("Role"),
    },
    **{job: _monitored(job.split("::")[2].removesuffix("JobDefinition")) for job in _JOBS},
    "AWS::SageMaker::Domain": {
        "Role": _role("DefaultUserSettings/ExecutionRole"),
    },
    _ENDPOINT: {
        "Alarm": (
            Link(
                "DeploymentConfig/AutoRollbackConfiguration/Alarms/*/AlarmName",
                _ALARM,
                "AlarmName",
            ),
        ),
        "EndpointConfig": (Link("EndpointConfigName", _CONFIG, "EndpointConfigName"),),
        "InferenceComponent": _back(_COMPONENT, "Endpoint"),
        "Model": _through(_MODEL, "EndpointConfig"),
        "ScalableTarget": _back(_TARGET, "Endpoint"),
    },
    _CONFIG: {
        "Bucket": _buckets(
            "AsyncInferenceConfig/OutputConfig/S3OutputPath",
            "AsyncInferenceConfig/OutputConfig/S3FailurePath",
            "DataCaptureConfig/DestinationS3Uri",
        ),
        "Endpoint": _back(_ENDPOINT, "EndpointConfig"),
        "Key": _unnamed(_KEY, "KmsKeyId"),
        "Model": (Link("ProductionVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": _role("ExecutionRoleArn"),
        "ShadowModel": (Link("ShadowProductionVariants/*/ModelName", _MODEL, "ModelName"),),
        "Subnet": _unnamed(_SUBNET, "VpcConfig/Subnets/*"),
        "Topic": _topics(
            "AsyncInferenceConfig/OutputConfig/NotificationConfig/SuccessTopic",
            "AsyncInferenceConfig/OutputConfig/NotificationConfig/ErrorTopic",
        ),
    },
    _COMPONENT: {
        "Base": (
            Link("Specification/BaseInferenceComponentName", _COMPONENT, "InferenceComponentName"),
        ),
        "Endpoint": (
            Link("EndpointName", _ENDPOINT, "EndpointName"),
            *_through(_ENDPOINT, "Base"),
        ),
        "EndpointConfig": _through(_CONFIG, "Endpoint"),
        "Model": (
            Link("Specification/ModelName", _MODEL, "ModelName"),
            Link("Specifications/*/ModelName", _MODEL, "ModelName"),
        ),
        "ScalableTarget": _back(_TARGET, "InferenceComponent"),
    },
    "AWS::SageMaker::InferenceExperiment": {
        "Endpoint": (Link("EndpointName", _ENDPOINT, "EndpointName"),),
        "EndpointConfig": _through(_CONFIG, "Endpoint"),
        "Model": (Link("ModelVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": _role("RoleArn"),
    },
    _MODEL: {
        "Bucket": _buckets(
            *(
                f"{container}/{source}"
                for container in _CONTAINERS
                for source in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri")
            )
        ),
        "EndpointConfig": _back(_CONFIG, "Model"),
        "ModelPackage": _unnamed(
            "AWS::SageMaker::ModelPackage", *(f"{each}/ModelPackageName" for each in _CONTAINERS)
        ),
        "Repository": _unnamed(
            "AWS::ECR::Repository", *(f"{container}/Image" for container in _CONTAINERS)
        ),
        "Role": _role("ExecutionRoleArn"),
        "SecurityGroup": _unnamed(_SECURITY_GROUP, "VpcConfig/SecurityGroupIds/*"),
        "Subnet": _unnamed(_SUBNET, "VpcConfig/Subnets/*"),
    },
    "AWS::SageMaker::ModelPackage": {
        "ModelPackageGroup": (
            Link(
                "ModelPackageGroupName",
                "AWS::SageMaker::ModelPackageGroup",
                "ModelPackageGroupName",
            ),
        ),
    },
    "AWS::SageMaker::MonitoringSchedule": {
        "Endpoint": (
            Link("EndpointName", _ENDPOINT, "EndpointName"),
            Link(
                "MonitoringScheduleConfig/MonitoringJobDefinition/MonitoringInputs/*/EndpointInput"
                "/EndpointName",
                _ENDPOINT,
                "EndpointName",
            ),
            *_through(_ENDPOINT, "JobDefinition"),
        ),
        "EndpointConfig": _through(_CONFIG, "Endpoint"),
        "JobDefinition": tuple(
            Link("MonitoringScheduleConfig/MonitoringJobDefinitionName", job, "JobDefinitionName")
            for job in _JOBS
        ),
    },
    "AWS::SageMaker::UserProfile": {
        "Role": _role("UserSettings/ExecutionRole"),
    },
    "AWS::Scheduler::Schedule": {
        "StateMachine": _unnamed("AWS::StepFunctions::StateMachine", "Target/Arn"),
    },
}
"""The links of each resource type, by name."""


def referenced(raw: Any) -> Iterator[str]:
    """Yield the logical ids that ``raw`` refers to, without those in an ``Fn::If``."""
    if isinstance(raw, list):
        for item in raw:
            yield from referenced(item)
    if not isinstance(raw, dict) or len(raw) != 1:
        return
    ((function, argument),) = raw.items()
    if function == "Ref" and isinstance(argument, str):
        yield argument
    elif function == "Fn::GetAtt":
        name = argument[0] if isinstance(argument, list) and argument else argument
        if isinstance(name, str):
            yield name.partition(".")[0]
    elif function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        given = argument[1] if isinstance(argument, list) and len(argument) == 2 else {}
        for name in re.findall(r"\$\{(\w+)(?:\.[\w.]+)?\}", text) if isinstance(text, str) else ():
            if isinstance(given, dict) and name in given:
                yield from referenced(given[name])
            else:
                yield name
    elif function == "Fn::Join" and isinstance(argument, list) and argument:
        yield from referenced(argument[-1])
    elif function in ("Fn::Select", "Fn::Split") and isinstance(argument, list):
        # A piece of one value; of a choice among several values nothing is certain.
        yield from referenced(argument[-1] if argument and isinstance(argument[-1], dict) else {})
