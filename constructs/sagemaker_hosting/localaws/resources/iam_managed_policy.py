"""AWS::IAM::ManagedPolicy."""

from __future__ import annotations

import json
from typing import Any

from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

_ATTACHMENTS = (("Roles", "role"), ("Users", "user"), ("Groups", "group"))


class ManagedPolicy(ResourceType):
    """A managed policy; its Ref is the ARN."""

    type_name = "AWS::IAM::ManagedPolicy"
    create_only = frozenset({"ManagedPolicyName", "Path", "Description"})

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        iam = self._client(context)
        answer = iam.create_policy(
            PolicyName=properties.get("ManagedPolicyName") or context.generated_name(128),
            Path=properties.get("Path") or "/",
            Description=properties.get("Description") or "",
            PolicyDocument=json.dumps(properties["PolicyDocument"]),
        )
        arn = answer["Policy"]["Arn"]
        self._attach(iam, arn, {}, properties)
        return Created(arn, {"PolicyArn": arn, "PolicyId": answer["Policy"]["PolicyId"]})

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        iam, arn = self._client(context), current.physical_id
        if before["PolicyDocument"] != after["PolicyDocument"]:
            versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
            # A policy holds five versions; CloudFormation drops the older ones too.
            for old in [one for one in versions if not one["IsDefaultVersion"]]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=old["VersionId"])
            document = json.dumps(after["PolicyDocument"])
            iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=True)
        self._attach(iam, arn, before, after)
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        iam, arn = self._client(context), current.physical_id
        self._attach(iam, arn, properties, {})
        for old in iam.list_policy_versions(PolicyArn=arn)["Versions"]:
            if not old["IsDefaultVersion"]:
                iam.delete_policy_version(PolicyArn=arn, VersionId=old["VersionId"])
        iam.delete_policy(PolicyArn=arn)

    def _attach(self, iam: Any, arn: str, before: Properties, after: Properties) -> None:
        for key, kind in _ATTACHMENTS:
            was, now = set(before.get(key) or []), set(after.get(key) or [])
            for name in sorted(now - was):
                getattr(iam, f"attach_{kind}_policy")(
                    PolicyArn=arn, **{f"{kind.capitalize()}Name": name}
                )
            for name in sorted(was - now):
                getattr(iam, f"detach_{kind}_policy")(
                    PolicyArn=arn, **{f"{kind.capitalize()}Name": name}
                )

    def _client(self, context: Context) -> Any:
        return client("iam", context.account, context.region)
