"""What the policies of a role in the template allow, as far as it can be known."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_intrinsic
from sagemaker_hosting.rules._models import CONFIG, MODEL, model_of, variants_of
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import ABSENT, Resource, Value, View

ROLE = "AWS::IAM::Role"
_MANAGED_POLICY = "AWS::IAM::ManagedPolicy"
_IN_LISTS = ("AWS::IAM::Policy", _MANAGED_POLICY)
_INLINE = "AWS::IAM::RolePolicy"
_OF_AWS: Final = re.compile(r"arn:[^:]+:iam::aws:policy/(?:.*/)?([^/]+)")


def allows(role: Resource, action: str, *, silent: Collection[str] = ()) -> bool | None:
    """Return whether some policy of ``role`` allows ``action``; None when it is not certain.

    Resources and conditions of a statement are not weighed: a statement that allows the action on
    something allows it. A managed policy that is not in the template may allow anything.

    Args:
        role: The role.
        action: The action, ``s3:GetObject``.
        silent: The names of managed policies of AWS that are known to say nothing of the action.
            Default: of none it is known.
    """
    certain = True
    for document in _documents(role, silent):
        if document is None:
            certain = False
            continue
        for statement in statements(document):
            answer = _allows(statement, action)
            if answer:
                return True
            certain = certain and answer is not None
    return False if certain else None


def resources_allowed(role: Resource, action: str) -> list[str] | None:
    """Return the resources on which ``role`` may do ``action``; None unless all are known.

    ``${?}`` stands in them for what only CloudFormation knows.
    """
    found: list[str] = []
    for document in _documents(role, ()):
        for statement in statements(document) if document is not None else ():
            answer = _allows(statement, action)
            patterns = [outline(each) for each in _each(statement.get("Resource").raw)]
            if answer is None or (answer and (not patterns or None in patterns)):
                return None
            found += [pattern for pattern in patterns if answer and pattern is not None]
        if document is None:
            return None
    return found


def statements(document: View) -> Iterator[View]:
    """Yield the statements of a policy document; one that is unknown yields an unknown view."""
    listed = document.get("Statement")
    if isinstance(listed.raw, (list, tuple)):
        for index, item in enumerate(listed.raw):
            yield View(item, f"{listed.path}/{index}")
    elif not listed.is_absent:
        yield View(listed.raw, listed.path)


def policies_of(role: Resource) -> Iterator[Resource]:
    """Yield the policy resources of the template that are attached to ``role``."""
    if role.template is None:
        return
    for policy in role.template.of_type(*_IN_LISTS, _INLINE):
        if _attached(policy, role):
            yield policy


def texts(value: Value) -> list[str | None]:
    """Return the strings of a value that is one or a list of them; None for an unknown one."""
    return [Value(value.path, item).text for item in _each(value.raw)]


def _allows(statement: View, action: str) -> bool | None:
    effect = statement.get("Effect").text
    if effect is None:
        return None
    if effect != "Allow":
        return False
    given, excluded = statement.get("Action"), statement.get("NotAction")
    patterns = texts(excluded if given.is_absent else given)
    matched = any(
        fnmatch.fnmatchcase(action.lower(), pattern.lower()) for pattern in patterns if pattern
    )
    if not given.is_absent:
        return True if matched else None if None in patterns else False
    if excluded.is_absent:
        return False
    return False if matched else None if None in patterns else True


def _documents(role: Resource, silent: Collection[str]) -> Iterator[View | None]:
    """Yield the policy documents of ``role``; None for each that cannot be read."""
    if any(not isinstance(listed.raw, (list, tuple)) for listed in role.values("Policies")):
        yield None
    for document in role.values("Policies/*/PolicyDocument"):
        yield _readable(document)
    attached = list(policies_of(role))
    for arn in role.values("ManagedPolicyArns/*"):
        named = role.template.named(arn, _MANAGED_POLICY, "") if role.template is not None else None
        if named is None and _policy_of_aws(arn) in silent:
            continue
        if named is None:
            yield None
        elif named not in attached:
            attached.append(named)
    for policy in attached:
        yield _readable(policy.get("PolicyDocument"))
    if role.template is not None:
        for policy in role.template.of_type(*_IN_LISTS, _INLINE):
            if _attached(policy, role) is None:
                yield None


def _policy_of_aws(arn: Value) -> str | None:
    found = _OF_AWS.fullmatch(outline(arn.raw) or "")
    return found.group(1) if found else None


def _readable(document: Value) -> View | None:
    view = View(document.raw, document.path)
    return view if view.is_known else None


def _attached(policy: Resource, role: Resource) -> bool | None:
    """Return whether ``policy`` is attached to ``role``; None when it is not certain."""
    if policy.type == _INLINE:
        return _names(policy.get("RoleName"), role)
    listed = policy.get("Roles")
    if listed.is_absent:
        return False
    if not isinstance(listed.raw, (list, tuple)):
        return None
    answers = {_names(Value(listed.path, item), role) for item in listed.raw}
    return True if True in answers else None if None in answers else False


def _names(value: Value, role: Resource) -> bool | None:
    named: Resource | None = role.template.named(value, ROLE, "RoleName")
    if named is not None:
        return named.logical_id == role.logical_id
    # A literal is another role's name, unless this one's name is not known.
    own = role.get("RoleName")
    return False if value.text is not None and (own.is_absent or own.text is not None) else None


def trusts(role: Resource, service: str) -> bool | None:
    """Return whether ``role`` lets ``service`` assume it; None when that is not certain.

    Conditions of a statement are not weighed.
    """
    document = role.part("AssumeRolePolicyDocument")
    if not document.is_known:
        return None
    answers = {_lets_in(statement, service) for statement in statements(document)}
    return True if True in answers else None if None in answers else False


def _lets_in(statement: View, service: str) -> bool | None:
    effect = statement.get("Effect").text
    if effect == "Deny":
        return False
    action = statement.get("Action")
    patterns = texts(action)
    matched = any(fnmatch.fnmatchcase("sts:assumerole", each.lower()) for each in patterns if each)
    if not matched and not action.is_absent and None not in patterns:
        return False
    certain = effect == "Allow" and matched and statement.get("NotPrincipal").is_absent
    principal = statement.get("Principal")
    named = [outline(each) for each in _each(statement.get("Principal/Service").raw)]
    if principal.text == "*" or service in named:
        return True if certain else None
    if not certain or not isinstance(principal.raw, dict):
        return None
    unknown = is_intrinsic(principal.raw) or any(each is None or "$" in each for each in named)
    return None if unknown else False


def is_execution_role(role: Resource) -> bool:
    """Return whether a model or an endpoint configuration of the template runs as ``role``."""
    return role.template is not None and any(
        role.template.leading_to(role, resource_type, "Role") for resource_type in (MODEL, CONFIG)
    )


def roles_of(config: Resource, variant: View | None = None) -> Iterator[Resource]:
    """Yield the execution roles behind ``config``: of its models, else its own.

    Args:
        config: The endpoint configuration.
        variant: The variant that is asked about. Default: all of them.
    """
    seen = set()
    for each in variants_of(config) if variant is None else (variant,):
        model = model_of(config, each)
        own = each.get("ModelName").is_absent
        role = model.related("Role") if model is not None else config.related("Role")
        if role is not None and (model is not None or own) and role.logical_id not in seen:
            seen.add(role.logical_id)
            yield role


def _each(raw: Any) -> list[Any]:
    if raw is ABSENT:
        return []
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]
