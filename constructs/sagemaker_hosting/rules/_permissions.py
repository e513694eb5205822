"""What the policies of a role in the template allow, as far as it can be known."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterator

from sagemaker_hosting.template.view import Resource, Value, View

ROLE = "AWS::IAM::Role"
_MANAGED_POLICY = "AWS::IAM::ManagedPolicy"
_IN_LISTS = ("AWS::IAM::Policy", _MANAGED_POLICY)
_INLINE = "AWS::IAM::RolePolicy"


def allows(role: Resource, action: str) -> bool | None:
    """Return whether some policy of ``role`` allows ``action``; None when it is not certain.

    Resources and conditions of a statement are not weighed: a statement that allows the action on
    something allows it. A managed policy that is not in the template may allow anything.
    """
    certain = True
    for document in _documents(role):
        if document is None:
            certain = False
            continue
        for statement in statements(document):
            answer = _allows(statement, action)
            if answer:
                return True
            certain = certain and answer is not None
    return False if certain else None


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
    raw = value.raw
    items = raw if isinstance(raw, (list, tuple)) else [raw]
    return [Value(value.path, item).text for item in items]


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


def _documents(role: Resource) -> Iterator[View | None]:
    """Yield the policy documents of ``role``; None for each that cannot be read."""
    if any(not isinstance(listed.raw, (list, tuple)) for listed in role.values("Policies")):
        yield None
    for document in role.values("Policies/*/PolicyDocument"):
        yield _readable(document)
    attached = list(policies_of(role))
    for arn in role.values("ManagedPolicyArns/*"):
        named = role.template.named(arn, _MANAGED_POLICY, "") if role.template is not None else None
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
