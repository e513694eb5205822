"""AWS::Logs::LogGroup."""

from __future__ import annotations

from typing import Any

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
        # Tags that begin with "aws:" are AWS's own to set.
        tags = {one["Key"]: one["Value"] for one in properties.get("Tags") or []}
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
        if "KmsKeyId" in after:
            logs.associate_kms_key(logGroupName=name, kmsKeyId=after["KmsKeyId"])
        elif "KmsKeyId" in before:
            logs.disassociate_kms_key(logGroupName=name)
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
