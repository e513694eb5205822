"""Attaching permissions to execution roles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct, IConstruct

from sagemaker_hosting.cdk._l1 import Properties, create_l1
from sagemaker_hosting.cdk.defaults.effective import Effective, effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.shown import is_same, shown


class HasRole(Protocol):
    """Something that runs with an execution role."""

    @property
    def execution_role(self) -> iam.IRole | None:
        """The execution role."""
        ...

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for it."""
        ...


def service_role(
    scope: Construct, id: str, statements: Sequence[Properties] = (), *, policy_name: str = "Model"
) -> iam.Role:
    """Create an execution role that SageMaker can assume.

    Args:
        scope: Where to create it.
        id: Its id below ``scope``.
        statements: What it may do from the moment it exists. Default: nothing.
        policy_name: What that is called inside the role. Default: ``Model``.
    """
    return iam.Role(
        scope,
        id,
        assumed_by=iam.ServicePrincipal("sagemaker.amazonaws.com"),
        inline_policies={policy_name: policy_document(statements)} if statements else None,
        permissions_boundary=effective(scope).value("permissions_boundary"),
    )


def check_given_role(role: iam.IRole, defaults: Effective) -> None:
    """Put the enforced permissions boundary on a role of the app that the library did not make.

    An imported role is left alone: what it has cannot be seen.

    Raises:
        InvalidProps: When it has another boundary.
    """
    setting = defaults.enforced("permissions_boundary")
    if setting is None or setting.value is Explicit.NONE or not isinstance(role, iam.Role):
        return
    own = role.permissions_boundary
    if own is None:
        iam.PermissionsBoundary.of(role).apply(setting.value)
    elif not is_same(own, setting.value):
        raise setting.refusal(
            f"the permissions boundary of role {role.node.path} is {shown(own)}",
            f"leave it out: {shown(setting.value)}",
        )


def volume_key_statements(key_arn: str) -> list[Properties]:
    """Return what a role needs for storage volumes that are encrypted with a key.

    Args:
        key_arn: The ARN of the KMS key.
    """
    return [
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
            "Resource": key_arn,
        },
        {
            "Effect": "Allow",
            "Action": "kms:CreateGrant",
            "Resource": key_arn,
            "Condition": {"Bool": {"kms:GrantIsForAWSResource": "true"}},
        },
    ]


def distinct(statements: Iterable[Properties]) -> list[Properties]:
    """Return ``statements`` without repetitions: several parts of a thing ask for the same."""
    found: list[Properties] = []
    for statement in statements:
        if statement not in found:
            found.append(statement)
    return found


def policy_document(statements: Sequence[Properties]) -> iam.PolicyDocument:
    """Return ``statements`` as a document, in one round trip for all of them."""
    return iam.PolicyDocument.from_json(_document(statements))


def attach_statements(
    scope: Construct,
    id: str,
    holders: Iterable[HasRole],
    statements: Sequence[Properties],
    *,
    policy_name: str,
) -> Sequence[Construct]:
    """Give every role among ``holders`` the same statements; return the policies that were made.

    A role that was made for its holder takes a plain L1 policy. A role of the user's is asked, so
    that an imported, immutable one stays as it is.

    Args:
        scope: Where to create the policies.
        id: The id of the policy; that of given roles gets ``ForGivenRoles`` behind it.
        holders: Whose roles they are.
        statements: What to allow.
        policy_name: What tells the policy from others inside the same roles.
    """
    owned: list[iam.IRole] = []
    given: list[iam.IRole] = []
    for holder in holders:
        role = holder.execution_role
        if role is not None:
            (owned if holder.owns_role else given).append(role)
    policies: list[Construct] = []
    if not statements:
        return policies
    if owned:
        properties: Properties = {
            "PolicyName": policy_name,
            "PolicyDocument": _document(statements),
            "Roles": [role.role_name for role in owned],
        }
        policies.append(create_l1(iam.CfnPolicy, scope, id, properties))
    if given:
        policy = iam.Policy(scope, f"{id}ForGivenRoles", document=policy_document(statements))
        for role in given:
            role.attach_inline_policy(policy)
        policies.append(policy)
    return policies


def wait_for_policies(resource: cdk.CfnResource, role: iam.IRole) -> None:
    """Let a resource wait for the policies of its execution role, those that come later included.

    Args:
        resource: What runs with the role.
        role: The role. What the resource refers to leads to it, so the resource waits for the role
            itself anyway.
    """
    if isinstance(role, iam.Role):
        policies = _WaitForPolicies(resource, role)
        cdk.Aspects.of(resource).add(policies, priority=cdk.AspectPriority.READONLY)
    else:
        resource.node.add_dependency(role)


@jsii.implements(cdk.IAspect)
class _WaitForPolicies:
    """Names a role's policies when all of them are there, and not the role a second time."""

    def __init__(self, resource: cdk.CfnResource, role: iam.Role) -> None:
        self._resource = resource
        self._role = role

    def visit(self, node: IConstruct) -> None:
        """Add the dependencies; ``node`` is the resource, which has no children."""
        for each in self._role.node.find_all():
            if isinstance(each, cdk.CfnResource) and not isinstance(each, iam.CfnRole):
                self._resource.add_resource_dependency(each)


def _document(statements: Sequence[Properties]) -> Properties:
    return {"Version": "2012-10-17", "Statement": [_by_key(each) for each in statements]}


def _by_key(statement: Properties) -> Properties:
    """Return a statement that reaches the key where it names an alias.

    IAM compares the ARN of the key itself: that of an alias allows nothing. See
    https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    """
    resource = statement["Resource"]
    if not isinstance(resource, str) or not resource.startswith("arn:"):
        return statement
    place, _, name = resource.rpartition(":")
    # The name of an alias of the app is a reference.
    if ":kms:" not in resource or name.startswith("key/"):
        return statement
    return {
        **statement,
        "Resource": f"{place}:key/*",
        "Condition": {
            **statement.get("Condition", {}),
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": name},
        },
    }
