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
    pattern: re.Pattern[str] = re.compile(r"(.*)")
    through: str = ""
    back: str = ""
    where: tuple[str, str] | None = None


_CONFIG: Final = "AWS::SageMaker::EndpointConfig"
_ENDPOINT: Final = "AWS::SageMaker::Endpoint"
_MODEL: Final = "AWS::SageMaker::Model"
_SUBNET: Final = "AWS::EC2::Subnet"
_SECURITY_GROUP: Final = "AWS::EC2::SecurityGroup"
_IN_RESOURCE_ID: Final = re.compile(r"endpoint/([^/]+)/variant/.*")
_IN_ROLE_ARN: Final = re.compile(r"arn:[^:]+:iam::[^:]*:role/(?:.*/)?([^/]+)")
_IN_S3_ADDRESS: Final = re.compile(r"s3://([^/]+)(?:/.*)?")
# Of what has no name of its own, or one that other accounts may use too, no literal is certain.
_NEVER: Final = re.compile(r"(?!)")

LINKS: Final[Mapping[str, Mapping[str, tuple[Link, ...]]]] = {
    "AWS::SageMaker::Endpoint": {
        "EndpointConfig": (Link("EndpointConfigName", _CONFIG, "EndpointConfigName"),),
        "Alarm": (
            Link(
                "DeploymentConfig/AutoRollbackConfiguration/Alarms/*/AlarmName",
                "AWS::CloudWatch::Alarm",
                "AlarmName",
            ),
        ),
    },
    "AWS::SageMaker::EndpointConfig": {
        "Key": (Link("KmsKeyId", "AWS::KMS::Key", "", _NEVER),),
        "Model": (Link("ProductionVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": (Link("ExecutionRoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
        "ShadowModel": (Link("ShadowProductionVariants/*/ModelName", _MODEL, "ModelName"),),
    },
    "AWS::SageMaker::InferenceExperiment": {
        "Endpoint": (Link("EndpointName", _ENDPOINT, "EndpointName"),),
        "EndpointConfig": (Link("", _CONFIG, "", through="Endpoint"),),
        "Model": (Link("ModelVariants/*/ModelName", _MODEL, "ModelName"),),
        "Role": (Link("RoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
    },
    "AWS::SageMaker::Model": {
        "Bucket": tuple(
            Link(f"{container}/{source}", "AWS::S3::Bucket", "BucketName", _IN_S3_ADDRESS)
            for container in ("PrimaryContainer", "Containers/*")
            for source in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri")
        ),
        "Repository": tuple(
            Link(f"{container}/Image", "AWS::ECR::Repository", "", _NEVER)
            for container in ("PrimaryContainer", "Containers/*")
        ),
        "Role": (Link("ExecutionRoleArn", "AWS::IAM::Role", "RoleName", _IN_ROLE_ARN),),
        "SecurityGroup": (Link("VpcConfig/SecurityGroupIds/*", _SECURITY_GROUP, "", _NEVER),),
        "Subnet": (Link("VpcConfig/Subnets/*", _SUBNET, "", _NEVER),),
    },
    "AWS::ApplicationAutoScaling::ScalableTarget": {
        "Endpoint": (Link("ResourceId", _ENDPOINT, "EndpointName", _IN_RESOURCE_ID),),
        "EndpointConfig": (Link("", _CONFIG, "", through="Endpoint"),),
    },
    "AWS::ApplicationAutoScaling::ScalingPolicy": {
        "ScalableTarget": (
            Link("ScalingTargetId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
            Link("ResourceId", "AWS::ApplicationAutoScaling::ScalableTarget", "ResourceId"),
        ),
        "EndpointConfig": (Link("", _CONFIG, "", through="ScalableTarget"),),
    },
    "AWS::EC2::Subnet": {
        "Vpc": (Link("VpcId", "AWS::EC2::VPC", "", _NEVER),),
    },
    "AWS::EC2::VPCEndpoint": {
        "SecurityGroup": (Link("SecurityGroupIds/*", _SECURITY_GROUP, "", _NEVER),),
        "Subnet": (Link("SubnetIds/*", _SUBNET, "", _NEVER),),
        "Vpc": (Link("VpcId", "AWS::EC2::VPC", "", _NEVER),),
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
        if isinstance(text, str):
            yield from re.findall(r"\$\{(\w+)(?:\.[\w.]+)?\}", text)
    elif function == "Fn::Join" and isinstance(argument, list) and argument:
        yield from referenced(argument[-1])
    elif function in ("Fn::Select", "Fn::Split") and isinstance(argument, list):
        # A piece of one value; of a choice among several values nothing is certain.
        yield from referenced(argument[-1] if argument and isinstance(argument[-1], dict) else {})
