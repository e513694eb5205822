"""AWS::KMS::Key."""

from __future__ import annotations

import json
from typing import Any

from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

# A key keeps these for life: CloudFormation fails the update rather than lose what it encrypted.
_FIXED = ("KeySpec", "KeyUsage", "MultiRegion", "Origin")
_PASSED = ("Description", "KeySpec", "KeyUsage", "Origin")
_LONGEST_WAIT = 30


class Key(ResourceType):
    """A key; nothing replaces it, and what is fixed cannot be updated."""

    type_name = "AWS::KMS::Key"
    stored_only = ("BypassPolicyLockoutSafetyCheck", "RotationPeriodInDays")

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        kms = self._client(context)
        request: dict[str, Any] = {key: properties[key] for key in _PASSED if key in properties}
        if "KeyPolicy" in properties:
            request["Policy"] = _policy(properties)
        key = kms.create_key(
            **request,
            MultiRegion=_is_true(properties, "MultiRegion"),
            Tags=_tags(properties),
        )["KeyMetadata"]
        self._switch(kms, key["KeyId"], properties)
        return Created(key["KeyId"], {"Arn": key["Arn"], "KeyId": key["KeyId"]})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        for name in _FIXED:
            if before.get(name) != after.get(name):
                raise ServiceError(
                    "InvalidRequest", f"{name} of a KMS key cannot be changed after its creation"
                )
        kms, key = self._client(context), current.physical_id
        if "KeyPolicy" in after:
            kms.put_key_policy(KeyId=key, PolicyName="default", Policy=_policy(after))
        kms.update_key_description(KeyId=key, Description=after.get("Description", ""))
        kms.untag_resource(KeyId=key, TagKeys=[one["TagKey"] for one in _tags(before)])
        kms.tag_resource(KeyId=key, Tags=_tags(after))
        self._switch(kms, key, after)
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it: nothing can use it from now on, and it goes after its waiting period."""
        kms = self._client(context)
        days = int(properties.get("PendingWindowInDays", _LONGEST_WAIT))
        try:
            kms.schedule_key_deletion(KeyId=current.physical_id, PendingWindowInDays=days)
        except kms.exceptions.NotFoundException:
            return

    def _switch(self, kms: Any, key: str, properties: Properties) -> None:
        enabled = _is_true(properties, "Enabled", default=True)
        (kms.enable_key if enabled else kms.disable_key)(KeyId=key)
        rotated = _is_true(properties, "EnableKeyRotation")
        (kms.enable_key_rotation if rotated else kms.disable_key_rotation)(KeyId=key)

    def _client(self, context: Context) -> Any:
        return client("kms", context.account, context.region)


def _policy(properties: Properties) -> str:
    policy = properties["KeyPolicy"]
    return policy if isinstance(policy, str) else json.dumps(policy)


def _is_true(properties: Properties, name: str, *, default: bool = False) -> bool:
    return str(properties.get(name, default)).lower() == "true"


def _tags(properties: Properties) -> list[dict[str, str]]:
    # KMS alone has names of its own for the two halves of a tag.
    return [
        {"TagKey": one["Key"], "TagValue": str(one["Value"])}
        for one in properties.get("Tags") or []
    ]
