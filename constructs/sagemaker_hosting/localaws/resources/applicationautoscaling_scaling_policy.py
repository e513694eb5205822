"""AWS::ApplicationAutoScaling::ScalingPolicy."""

from __future__ import annotations

from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources._request import numbered, only_known
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

_SERVICE = "application-autoscaling"
_KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")


class ScalingPolicy(ResourceType):
    """A scaling policy; its Ref is the policy's ARN."""

    type_name = "AWS::ApplicationAutoScaling::ScalingPolicy"
    create_only = frozenset({"PolicyName", "ScalingTargetId", *_KEYS})

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        request = dict(properties)
        target = request.pop("ScalingTargetId", None)
        if target:
            resource, dimension, namespace = target.split("|")
            request |= dict(zip(_KEYS, (namespace, resource, dimension), strict=True))
        only_known(_SERVICE, "PutScalingPolicy", context, request)
        request = numbered(_SERVICE, "PutScalingPolicy", request)
        scaling = client(_SERVICE, context.account, context.region)
        keys = {key: request[key] for key in _KEYS}
        targets = scaling.describe_scalable_targets(
            ServiceNamespace=keys["ServiceNamespace"], ResourceIds=[keys["ResourceId"]]
        )["ScalableTargets"]
        if not any(one["ScalableDimension"] == keys["ScalableDimension"] for one in targets):
            raise ServiceError(
                "ObjectNotFoundException",
                f"No scalable target registered for service namespace: "
                f"{keys['ServiceNamespace']}, resource ID: {keys['ResourceId']}, scalable "
                f"dimension: {keys['ScalableDimension']}",
            )
        answer = scaling.put_scaling_policy(**request)
        arn = answer["PolicyARN"]
        return Created(arn, {"Arn": arn}, keys | {"PolicyName": request["PolicyName"]})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        return self.create(context, after)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        scaling = client(_SERVICE, context.account, context.region)
        try:
            scaling.delete_scaling_policy(**current.handle)
        except scaling.exceptions.ObjectNotFoundException:
            return
        except scaling.exceptions.ValidationException as error:
            if "No scaling policy" not in str(error):
                raise
