"""Templates without intrinsic functions: values such as they have in an account."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

ACCOUNT: Final = "111111111111"
REGION: Final = "eu-west-1"
PSEUDO: Final = {
    "AWS::AccountId": ACCOUNT,
    "AWS::Partition": "aws",
    "AWS::Region": REGION,
    "AWS::StackName": "Stack",
    "AWS::URLSuffix": "amazonaws.com",
}

MODEL: Final = "AWS::SageMaker::Model"
CONFIG: Final = "AWS::SageMaker::EndpointConfig"
ENDPOINT: Final = "AWS::SageMaker::Endpoint"
COMPONENT: Final = "AWS::SageMaker::InferenceComponent"
EXPERIMENT: Final = "AWS::SageMaker::InferenceExperiment"
SCHEDULE: Final = "AWS::SageMaker::MonitoringSchedule"
DEFINITIONS: Final = {
    f"AWS::SageMaker::{kind}JobDefinition": f"Create{kind}JobDefinition"
    for kind in ("DataQuality", "ModelQuality", "ModelBias", "ModelExplainability")
}
ALARM: Final = "AWS::CloudWatch::Alarm"
TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"

# Which resources have ARNs that a request may hold, and how those look.
ARNS: Final[Mapping[str, str]] = {
    "AWS::IAM::Role": f"arn:aws:iam::{ACCOUNT}:role/{{name}}",
    "AWS::KMS::Key": f"arn:aws:kms:{REGION}:{ACCOUNT}:key/{{uuid}}",
    "AWS::Lambda::Function": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{{name}}",
    "AWS::S3::Bucket": "arn:aws:s3:::{lower}",
    "AWS::SNS::Topic": f"arn:aws:sns:{REGION}:{ACCOUNT}:{{name}}",
    ALARM: f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:{{name}}",
    POLICY: f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:scalingPolicy:{{uuid}}:policyName/{{name}}",
    MODEL: f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model/{{lower}}",
    CONFIG: f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint-config/{{lower}}",
    ENDPOINT: f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:endpoint/{{lower}}",
    COMPONENT: f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:inference-component/{{lower}}",
    "AWS::SageMaker::ModelPackageGroup": (
        f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package-group/{{name}}"
    ),
}
# Resources whose `Ref` is their ARN; that of the others is their name or id.
REF_IS_ARN: Final = {"AWS::SNS::Topic", POLICY, MODEL, CONFIG, ENDPOINT, COMPONENT}
NAME_ATTRIBUTES: Final = {
    (MODEL, "ModelName"),
    (CONFIG, "EndpointConfigName"),
    (ENDPOINT, "EndpointName"),
    (COMPONENT, "InferenceComponentName"),
    *((kind, "JobDefinitionName") for kind in DEFINITIONS),
}
IDS: Final[Mapping[str, str]] = {
    "AWS::EC2::SecurityGroup": "sg-0123456789abcdef0",
    "AWS::EC2::Subnet": "subnet-0123456789abcdef0",
    "AWS::EC2::VPC": "vpc-0123456789abcdef0",
}
UUID: Final = "01234567-89ab-cdef-0123-456789abcdef"


class Unresolvable(Exception):
    """An intrinsic function that this resolver has no value for."""


@dataclass(frozen=True)
class Resolver:
    """Replaces the intrinsic functions of a template by values such as they have in an account.

    Attributes:
        template: The template.
    """

    template: Mapping[str, Any]

    def resolve(self, value: Any) -> Any:
        """Return ``value`` without intrinsic functions.

        Raises:
            Unresolvable: When it holds one that is not known here; nothing is passed over.
        """
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in ("Ref", "Condition") or name.startswith("Fn::"):
                return self._function(name, argument)
        return {key: self.resolve(item) for key, item in value.items()}

    def _function(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return self._ref(argument)
            case "Fn::GetAtt":
                return self._attribute(*argument)
            case "Fn::Join":
                separator, parts = argument
                return separator.join(str(part) for part in self.resolve(parts))
            case "Fn::Select":
                index, items = argument
                return self.resolve(items)[int(index)]
            case "Fn::Split":
                separator, text = argument
                return self.resolve(text).split(separator)
            case "Fn::FindInMap":
                mapping, first, second = self.resolve(argument)
                return self.template["Mappings"][mapping][first][second]
            case "Fn::Sub" if isinstance(argument, str):
                return re.sub(r"\$\{([\w:]+)\}", lambda m: str(self._ref(m[1])), argument)
        raise Unresolvable(f"{name} of {argument}")

    def _ref(self, logical_id: str) -> Any:
        if logical_id in PSEUDO:
            return PSEUDO[logical_id]
        if logical_id in self.template.get("Parameters", {}):
            return self._parameter(logical_id)
        kind = self._type(logical_id)
        if kind in IDS:
            return IDS[kind]
        if kind == "AWS::KMS::Key":
            return UUID
        return self._arn(kind, logical_id) if kind in REF_IS_ARN else self._name(kind, logical_id)

    def _attribute(self, logical_id: str, attribute: str) -> Any:
        kind = self._type(logical_id)
        if (kind, attribute) in NAME_ATTRIBUTES:
            return self._name(kind, logical_id)
        if kind == "AWS::EC2::SecurityGroup" and attribute == "GroupId":
            return IDS[kind]
        if attribute.endswith("Arn") and kind in ARNS:
            return self._arn(kind, logical_id)
        raise Unresolvable(f"{attribute} of {kind}")

    def _parameter(self, name: str) -> Any:
        parameter = self.template["Parameters"][name]
        if "Default" not in parameter:
            raise Unresolvable(f"parameter {name} without a default")
        default = parameter["Default"]
        return int(default) if parameter["Type"] == "Number" else default

    def _type(self, logical_id: str) -> str:
        if logical_id not in self.template["Resources"]:
            raise Unresolvable(f"{logical_id} is nothing in the template")
        kind: str = self.template["Resources"][logical_id]["Type"]
        return kind

    def _name(self, kind: str, logical_id: str) -> str:
        properties = self.template["Resources"][logical_id].get("Properties", {})
        given = properties.get(f"{kind.rpartition('::')[2]}Name")
        if given is not None:
            return str(self.resolve(given))
        return logical_id.lower() if kind == "AWS::S3::Bucket" else logical_id[:63]

    def _arn(self, kind: str, logical_id: str) -> str:
        name = self._name(kind, logical_id)
        return ARNS[kind].format(name=name, lower=name.lower(), uuid=UUID)
