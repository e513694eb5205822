"""AWS::StepFunctions::StateMachine: kept and shown; its executions run none of its states."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sagemaker_hosting.localaws.hosting.errors import ServiceError
from sagemaker_hosting.localaws.resources._clients import client
from sagemaker_hosting.localaws.resources.resource_type import (
    Context,
    Created,
    Properties,
    ResourceType,
)

_LONGEST_NAME = 80


class StateMachine(ResourceType):
    """A state machine; its Ref is its ARN."""

    type_name = "AWS::StepFunctions::StateMachine"
    create_only = frozenset({"StateMachineName", "StateMachineType"})
    stored_only = (
        "Definition",
        "DefinitionString",
        "LoggingConfiguration",
        "RoleArn",
        "TracingConfiguration",
    )

    def create(self, context: Context, properties: Properties) -> Created:
        """Create it."""
        name = properties.get("StateMachineName") or context.generated_name(_LONGEST_NAME)
        made = self._client(context).create_state_machine(
            name=name,
            type=properties.get("StateMachineType", "STANDARD"),
            tags=_tags(properties),
            **_described(properties),
        )
        arn = made["stateMachineArn"]
        return Created(arn, {"Arn": arn, "Name": name}, arn)

    def update(
        self, context: Context, current: Created, before: Properties, after: Properties
    ) -> Created:
        """Change it in place."""
        machines = self._client(context)
        machines.update_state_machine(stateMachineArn=current.physical_id, **_described(after))
        gone = [tag["key"] for tag in _tags(before)]
        machines.untag_resource(resourceArn=current.physical_id, tagKeys=gone)
        machines.tag_resource(resourceArn=current.physical_id, tags=_tags(after))
        return current

    def delete(self, context: Context, current: Created, properties: Properties) -> None:
        """Delete it."""
        self._client(context).delete_state_machine(stateMachineArn=current.physical_id)

    def _client(self, context: Context) -> Any:
        return client("stepfunctions", context.account, context.region)


def _described(properties: Properties) -> dict[str, Any]:
    """Return what creation and update are told alike."""
    unsupported = [name for name in properties if name not in _KNOWN]
    if unsupported:
        raise ServiceError(
            "ValidationError", f"the local AWS keeps no {unsupported[0]} of a state machine"
        )
    text = properties.get("DefinitionString")
    if text is None:
        text = json.dumps(properties.get("Definition", {}))
    request: dict[str, Any] = {"definition": text, "roleArn": properties["RoleArn"]}
    for name in ("LoggingConfiguration", "TracingConfiguration"):
        if name in properties:
            request[name[:1].lower() + name[1:]] = _camel(properties[name])
    return request


_KNOWN = frozenset(
    {
        "Definition",
        "DefinitionString",
        "LoggingConfiguration",
        "RoleArn",
        "StateMachineName",
        "StateMachineType",
        "Tags",
        "TracingConfiguration",
    }
)


def _tags(properties: Properties) -> list[dict[str, str]]:
    # Without those of the stack: tags that begin with "aws:" are AWS's own to set.
    own = [tag for tag in properties.get("Tags", []) if not tag["Key"].startswith("aws:")]
    return [{"key": tag["Key"], "value": tag["Value"]} for tag in own]


def _camel(value: Any) -> Any:
    """Return ``value`` as Step Functions spells it: the first letter of names is small."""
    if isinstance(value, Mapping):
        return {key[:1].lower() + key[1:]: _camel(item) for key, item in value.items()}
    return [_camel(item) for item in value] if isinstance(value, list) else value
