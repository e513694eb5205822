"""What a role of the template allows: yes, no, or not certain."""

from __future__ import annotations

from typing import Any

import pytest

from sagemaker_hosting.rules._permissions import ROLE, allows, trusts
from sagemaker_hosting.template.resources import Resources

ACTION = "cloudwatch:DescribeAlarms"
SERVICE = "sagemaker.amazonaws.com"
UNKNOWN = {"Fn::If": ["C", {}, {"Ref": "AWS::NoValue"}]}


def document(*statements: Any) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: Any, **other: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": "*", **other}


def answer(role: dict[str, Any], **others: Any) -> bool | None:
    template = {"Role": {"Type": "AWS::IAM::Role", "Properties": role}}
    for name, (kind, properties) in others.items():
        template[name] = {"Type": f"AWS::IAM::{kind}", "Properties": properties}
    return allows(Resources({"Resources": template}).by_logical_id["Role"], ACTION)


def inline(*statements: Any) -> dict[str, Any]:
    return {"Policies": [{"PolicyName": "p", "PolicyDocument": document(*statements)}]}


@pytest.mark.parametrize(
    "statement",
    [
        allow(ACTION),
        allow(["s3:GetObject", ACTION]),
        allow("cloudwatch:*"),
        allow("CloudWatch:describe*"),
        allow("*"),
        {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
    ],
)
def test_allowed(statement: dict[str, Any]) -> None:
    assert answer(inline(statement)) is True
    assert answer({"Policies": [{"PolicyDocument": {"Statement": statement}}]}) is True


@pytest.mark.parametrize(
    "statement",
    [
        allow("s3:*"),
        {"Effect": "Deny", "Action": ACTION, "Resource": "*"},
        {"Effect": "Allow", "NotAction": "cloudwatch:*", "Resource": "*"},
        {"Effect": "Allow", "Resource": "*"},
    ],
)
def test_not_allowed(statement: dict[str, Any]) -> None:
    assert answer(inline(statement)) is False
    assert answer({}) is False


@pytest.mark.parametrize(
    "role",
    [
        inline(UNKNOWN),
        inline(allow(UNKNOWN)),
        inline(allow(["s3:*", {"Ref": "Action"}])),
        inline({"Effect": {"Ref": "Effect"}, "Action": ACTION}),
        inline({"Effect": "Allow", "NotAction": [{"Ref": "Action"}], "Resource": "*"}),
        {"Policies": UNKNOWN},
        {"Policies": [UNKNOWN]},
        {"Policies": [{"PolicyDocument": {"Ref": "Document"}}]},
        {"Policies": [{"PolicyDocument": {"Statement": UNKNOWN}}]},
        {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"]},
        {"ManagedPolicyArns": {"Ref": "Arns"}},
    ],
)
def test_not_certain(role: dict[str, Any]) -> None:
    assert answer(role) is None


@pytest.mark.parametrize(
    ("kind", "attachment"),
    [
        ("Policy", {"Roles": [{"Ref": "Role"}]}),
        ("ManagedPolicy", {"Roles": [{"Ref": "Role"}]}),
        ("RolePolicy", {"RoleName": {"Ref": "Role"}}),
        ("Policy", {"Roles": ["known"]}),
    ],
)
def test_a_policy_of_the_template_counts(kind: str, attachment: dict[str, Any]) -> None:
    role = {"RoleName": "known"}
    allowing = {"PolicyDocument": document(allow(ACTION)), **attachment}
    silent = {"PolicyDocument": document(allow("s3:*")), **attachment}
    assert answer(role, Extra=(kind, allowing)) is True
    assert answer(role, Extra=(kind, silent)) is False


def test_a_managed_policy_of_the_template_counts() -> None:
    role = {"ManagedPolicyArns": [{"Ref": "Extra"}]}
    allowing = {"PolicyDocument": document(allow(ACTION))}
    assert answer(role, Extra=("ManagedPolicy", allowing)) is True
    assert answer(role, Extra=("ManagedPolicy", {"PolicyDocument": document()})) is False


@pytest.mark.parametrize(
    ("attachment", "expected"),
    [
        ({"Roles": [{"Ref": "Other"}]}, False),
        ({"Roles": ["somebody"]}, False),
        ({}, False),
        ({"Roles": [{"Ref": "Parameter"}]}, None),
        ({"Roles": {"Ref": "Parameter"}}, None),
        ({"Roles": [UNKNOWN]}, None),
    ],
)
def test_a_policy_of_others_does_not_count(attachment: Any, expected: bool | None) -> None:
    allowing = {"PolicyDocument": document(allow(ACTION)), **attachment}
    assert answer({}, Extra=("Policy", allowing), Other=("Role", {})) is expected


def test_a_role_whose_name_is_not_known_may_be_meant_by_any_literal() -> None:
    role = {"RoleName": {"Ref": "Name"}}
    extra = ("Policy", {"PolicyDocument": document(allow(ACTION)), "Roles": ["somebody"]})
    assert answer(role, Extra=extra) is None


def trust(*statements: Any) -> bool | None:
    role = {"Type": ROLE, "Properties": {"AssumeRolePolicyDocument": document(*statements)}}
    return trusts(Resources({"Resources": {"Role": role}}).by_logical_id["Role"], SERVICE)


def assume(principal: Any, effect: Any = "Allow") -> dict[str, Any]:
    return {"Effect": effect, "Principal": principal, "Action": "sts:AssumeRole"}


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ([assume({"Service": SERVICE})], True),
        ([assume({"Service": ["lambda.amazonaws.com", SERVICE]})], True),
        ([assume("*")], True),
        ([UNKNOWN, assume({"Service": SERVICE})], True),
        ([], False),
        ([assume({"AWS": "arn:aws:iam::111122223333:root"})], False),
        ([assume({"Service": SERVICE}, "Deny")], False),
        ([assume({"Service": {"Fn::Sub": "sagemaker.${AWS::URLSuffix}"}})], None),
        ([assume({"Service": [{"Ref": "Service"}]})], None),
        ([assume({"Ref": "Principal"})], None),
        ([assume({"Service": "lambda.amazonaws.com"}, {"Ref": "Effect"})], None),
        ([UNKNOWN], None),
    ],
)
def test_trust(statements: list[Any], expected: bool | None) -> None:
    assert trust(*statements) is expected


def test_trust_of_an_unknown_document() -> None:
    role = {"Type": ROLE, "Properties": {"AssumeRolePolicyDocument": {"Ref": "Document"}}}
    assert trusts(Resources({"Resources": {"Role": role}}).by_logical_id["Role"], SERVICE) is None
