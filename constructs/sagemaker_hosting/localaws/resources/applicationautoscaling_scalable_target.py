"""AWS::ApplicationAutoScaling::ScalableTarget."""

from __future__ import annotations

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


class ScalableTarget(ResourceType):
    """A scalable target; its Ref is resource, dimension and namespace joined by `|`."""

    type_name = "AWS::ApplicationAutoScaling::ScalableTarget"
    create_only = frozenset(_KEYS)
    stored_only = ("RoleARN", "SuspendedState")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        request = dict(properties)
        actions = request.pop("ScheduledActions", None) or []
        # CloudFormation writes tags as a list, this API as a map.
        if "Tags" in request:
            request["Tags"] = {tag["Key"]: tag["Value"] for tag in request["Tags"]}
        request = only_known(_SERVICE, "RegisterScalableTarget", context, request)
        request = numbered(_SERVICE, "RegisterScalableTarget", request)
        scaling = client(_SERVICE, context.account, context.region)
        scaling.register_scalable_target(**request)
        keys = {key: properties[key] for key in _KEYS}
        for action in actions:
            scaling.put_scheduled_action(**keys, **action)
        joined = "|".join(
            properties[key] for key in ("ResourceId", "ScalableDimension", "ServiceNamespace")
        )
        return Created(joined, {"Id": joined}, keys)

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        kept = {action["ScheduledActionName"] for action in after.get("ScheduledActions") or []}
        scaling = client(_SERVICE, context.account, context.region)
        for action in before.get("ScheduledActions") or []:
            if action["ScheduledActionName"] not in kept:
                scaling.delete_scheduled_action(
                    **current.handle, ScheduledActionName=action["ScheduledActionName"]
                )
        return self.create(context, after)

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        scaling = client(_SERVICE, context.account, context.region)
        try:
            scaling.deregister_scalable_target(**current.handle)
        except scaling.exceptions.ObjectNotFoundException:
            return
        except scaling.exceptions.ValidationException as error:
            if "No scalable target" not in str(error):
                raise
