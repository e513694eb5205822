"""Resource types whose moto model is good enough, and the adapter to them."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.exceptions import UnformattedGetAttTemplateException
from moto.cloudformation.parsing import generate_resource_name, get_model_map, get_name_type_map
from moto.core.common_models import CloudFormationModel

from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources import _moto_changes
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

MOTO_TYPES = frozenset(
    {
        "AWS::EC2::EIP",
        "AWS::EC2::FlowLog",
        "AWS::EC2::InternetGateway",
        "AWS::EC2::NatGateway",
        "AWS::EC2::Route",
        "AWS::EC2::RouteTable",
        "AWS::EC2::SecurityGroup",
        "AWS::EC2::SecurityGroupIngress",
        "AWS::EC2::Subnet",
        "AWS::EC2::SubnetRouteTableAssociation",
        "AWS::EC2::VPC",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::VPCGatewayAttachment",
        "AWS::ECR::Repository",
        "AWS::Events::Rule",
        "AWS::IAM::InstanceProfile",
        "AWS::IAM::Policy",
        "AWS::IAM::Role",
        "AWS::KMS::Alias",
        "AWS::CloudWatch::Dashboard",
        "AWS::Logs::ResourcePolicy",
        "AWS::S3::Bucket",
        "AWS::SQS::Queue",
        "AWS::SSM::Parameter",
    }
)
# moto reads their name from the properties alone, there or in an update.
_NAMED_BY_PROPERTY = frozenset({"AWS::S3::Bucket", "AWS::SSM::Parameter"})


class MotoType(ResourceType):
    """A resource type as moto's own CloudFormation model creates it.

    Args:
        type_name: The CloudFormation type.
    """

    def __init__(self, type_name: str) -> None:
        self.type_name = type_name  # type: ignore[misc]
        self._model: type[CloudFormationModel] = get_model_map()[type_name]
        self._name_property = get_name_type_map().get(type_name) or ""

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        name = properties.get(self._name_property) if self._name_property else None
        name = name or generate_resource_name(
            self.type_name, context.stack_name, context.logical_id
        )
        if self.type_name == "AWS::ECR::Repository":
            name = name.lower()
        if self.type_name in _NAMED_BY_PROPERTY:
            properties = {**properties, self._name_property: name}
        model = self._model.create_from_cloudformation_json(
            name,
            {"Type": self.type_name, "Properties": properties},
            context.account,
            context.region,
            LogicalId=context.logical_id,
            StackId=context.stack_id,
            ResourceType=self.type_name,
        )
        return Created(str(model.physical_resource_id), {}, model)

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        if not self._updates:
            _moto_changes.retag(context, current.physical_id, after)
            return current
        name = after.get(self._name_property) or current.physical_id
        if self.type_name in _NAMED_BY_PROPERTY:
            after = {**after, self._name_property: name}
        model = self._model.update_from_cloudformation_json(
            original_resource=current.handle,
            new_resource_name=name,
            cloudformation_json={"Type": self.type_name, "Properties": after},
            account_id=context.account,
            region_name=context.region,
        )
        model = model or current.handle
        return Created(str(model.physical_resource_id), {}, model)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        if _moto_changes.delete(self.type_name, context, current, properties):
            return
        try:
            current.handle.delete(context.account, context.region)
            return
        except (TypeError, AttributeError):
            # moto has two ways to delete; models without the first need the second.
            pass
        if hasattr(self._model.delete_from_cloudformation_json, "__isabstractmethod__"):
            return
        self._model.delete_from_cloudformation_json(
            current.physical_id,
            {"Type": self.type_name, "Properties": properties},
            context.account,
            context.region,
        )

    def attribute(self, current: Created, name: str) -> Any:
        """Return what Fn::GetAtt gives."""
        try:
            return current.handle.get_cfn_attribute(name)
        except (UnformattedGetAttTemplateException, NotImplementedError, AttributeError):
            raise ServiceError(
                "ValidationError",
                f"Template error: the local AWS has no attribute {name} of {self.type_name} for "
                "Fn::GetAtt",
            ) from None

    def replaces(self, before: Properties, after: Properties) -> bool:
        """Return whether the change needs a new resource."""
        if self._name_property and before.get(self._name_property) != after.get(
            self._name_property
        ):
            return True
        if self._updates:
            return False
        # What cannot change in place gets a new resource, but not for its tags.
        return {**before, "Tags": None} != {**after, "Tags": None}

    @property
    def _updates(self) -> bool:
        return not hasattr(self._model.update_from_cloudformation_json, "__isabstractmethod__")
