"""AWS::Logs::LogGroup."""

from __future__ import annotations

from typing import Any

from moto.logs.models import logs_backends

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)


class LogGroup(ResourceType):
    """A log group; only its name is create-only."""

    type_name = "AWS::Logs::LogGroup"
    create_only = frozenset({"LogGroupName", "LogGroupClass"})
    stored_only = ("DataProtectionPolicy", "FieldIndexPolicies", "LogGroupClass")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        name = properties.get("LogGroupName") or context.generated_name(512)
        logs = self._client(context)
        more = {"kmsKeyId": properties["KmsKeyId"]} if "KmsKeyId" in properties else {}
        tags = _tags(properties)
        logs.create_log_group(logGroupName=name, **more, **({"tags": tags} if tags else {}))
        self._retain(logs, name, properties)
        arn = f"arn:aws:logs:{context.region}:{context.account}:log-group:{name}:*"
        return Created(name, {"Arn": arn})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        logs, name = self._client(context), current.physical_id
        self._retain(logs, name, after)
        # moto has no operation that changes the key of a log group.
        group = logs_backends[context.account][context.region].groups[name]
        group.kms_key_id = after.get("KmsKeyId")
        arn = current.attributes["Arn"].removesuffix(":*")
        logs.untag_resource(resourceArn=arn, tagKeys=list(_tags(before)))
        logs.tag_resource(resourceArn=arn, tags=_tags(after))
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        logs = self._client(context)
        try:
            logs.delete_log_group(logGroupName=current.physical_id)
        except logs.exceptions.ResourceNotFoundException:
            return

    def _retain(self, logs: Any, name: str, properties: Properties) -> None:
        if "RetentionInDays" in properties:
            days = int(properties["RetentionInDays"])
            logs.put_retention_policy(logGroupName=name, retentionInDays=days)
        else:
            logs.delete_retention_policy(logGroupName=name)

    def _client(self, context: Context) -> Any:
        return client("logs", context.account, context.region)


def _tags(properties: Properties) -> dict[str, str]:
    # Without those of the stack: tags that begin with "aws:" are AWS's own to set.
    return {one["Key"]: str(one["Value"]) for one in properties.get("Tags") or []}
