"""Values of other stacks: exports, and outputs found by the stack's name."""

from __future__ import annotations

from typing import Any

from moto.cloudformation.models import cloudformation_backends

from sagemaker_hosting.localaws.cloudformation.template import invalid_template


def exported(backend: Any, name: str) -> Any:
    """Return the value of an export of the same account and Region."""
    if name not in backend.exports:
        raise invalid_template(f"No export named {name} found.")
    return backend.exports[name].value


def output_of(backend: Any, wanted: Any) -> str:
    """Return what Fn::GetStackOutput names: an output of a stack that need not export it.

    Args:
        backend: Where the asking stack lives.
        wanted: StackName and OutputName; Region where it is another one; RoleArn, whose account is
            that of the stack. Functions in it have been evaluated.

    Raises:
        ServiceError: There is no such stack or output, or the arguments are wrong.
    """
    name, output = _arguments(wanted)
    region = wanted.get("Region") or backend.region_name
    account = _account(wanted.get("RoleArn")) or backend.account_id
    try:
        stacks = cloudformation_backends[account][region].stacks
    except KeyError:
        raise invalid_template(f"Template error: {region} is not a Region") from None
    found = next((one for one in list(stacks.values()) if name in (one.name, one.stack_id)), None)
    if found is None:
        raise invalid_template(f"Stack [{name}] does not exist in {region}")
    for one in found.outputs or []:
        if one["OutputKey"] == output:
            return str(one["OutputValue"])
    raise invalid_template(f"Stack [{name}] has no output named {output}")


def _arguments(wanted: Any) -> tuple[str, str]:
    known = ("StackName", "OutputName", "Region", "RoleArn")
    if isinstance(wanted, dict) and not set(wanted) - set(known):
        name, output = wanted.get("StackName"), wanted.get("OutputName")
        if isinstance(name, str) and isinstance(output, str):
            return name, output
    raise invalid_template(
        "Template error: every Fn::GetStackOutput object requires StackName and OutputName, and "
        "takes Region and RoleArn"
    )


def _account(role_arn: str | None) -> str | None:
    parts = (role_arn or "").split(":")
    return parts[4] if len(parts) > 4 else None
