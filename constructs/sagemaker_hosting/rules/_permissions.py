"""What the policies of a role in the template allow, as far as it can be known."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Collection, Iterator
from functools import lru_cache
from typing import Any, Final, Literal, NamedTuple

from sagemaker_hosting.core.tokens import is_intrinsic, is_known
from sagemaker_hosting.rules._models import CONFIG, MODEL, model_of, variants_of
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import ABSENT, Resource, Value, View, remembered

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
    (answers,) = _answers(role)
    key = (action, tuple(silent))
    if key not in answers:
        answers[key] = _weighed(role, action, silent)
    return answers[key]


@remembered
def _answers(role: Resource) -> Iterator[dict[tuple[str, tuple[str, ...]], bool | None]]:
    """Yield, once, where the answers about a role are kept."""
    yield {}


def _weighed(role: Resource, action: str, silent: Collection[str]) -> bool | None:
    certain = True
    for statement in _read(role):
        if isinstance(statement, str):
            certain = certain and statement in silent
            continue
        answer = _allows(statement, action) if statement is not None else None
        if answer:
            return True
        certain = certain and answer is not None
    return False if certain else None


def resources_allowed(role: Resource, action: str) -> list[str] | None:
    """Return the resources on which ``role`` may do ``action``; None unless all are known.

    ``${?}`` stands in them for what only CloudFormation knows.
    """
    found: list[str] = []
    for statement in _statements_of(role):
        if statement is None or isinstance(statement, str):
            return None
        answer = _allows(_permission(statement), action)
        patterns = [outline(each) for each in _each(statement.get("Resource").raw)]
        if answer is None or (answer and (not patterns or None in patterns)):
            return None
        found += [pattern for pattern in patterns if answer and pattern is not None]
    return found


def statements(document: View) -> Iterator[View]:
    """Yield the statements of a policy document; one that is unknown yields an unknown view."""
    listed = document.get("Statement")
    if isinstance(listed.raw, (list, tuple)):
        for index, item in enumerate(listed.raw):
            yield View(item, f"{listed.path}/{index}")
    elif not listed.is_absent:
        yield View(listed.raw, listed.path)


def texts(value: Value) -> list[str | None]:
    """Return the strings of a value that is one or a list of them; None for an unknown one."""
    return [item if isinstance(item, str) and is_known(item) else None for item in _each(value.raw)]


class _Permission(NamedTuple):
    """What a statement says of actions: its effect, and the patterns of one of its two lists."""

    effect: str | None
    names: Literal["Action", "NotAction", ""]
    patterns: list[str | None]


def _permission(statement: View) -> _Permission:
    names: Literal["Action", "NotAction", ""] = ""
    patterns: list[str | None] = []
    if not (given := statement.get("Action")).is_absent:
        names, patterns = "Action", texts(given)
    elif not (excluded := statement.get("NotAction")).is_absent:
        names, patterns = "NotAction", texts(excluded)
    return _Permission(statement.get("Effect").text, names, patterns)


@remembered
def _read(role: Resource) -> Iterator[_Permission | str | None]:
    """Yield the statements of all policies of ``role`` as they are weighed, each read once."""
    for statement in _statements_of(role):
        yield _permission(statement) if isinstance(statement, View) else statement


def _allows(statement: _Permission, action: str) -> bool | None:
    effect, names, patterns = statement
    if effect is None:
        return None
    if effect != "Allow" or not names:
        return False
    matched = any(_covers(pattern, action) for pattern in patterns if pattern)
    if names == "Action":
        return True if matched else None if None in patterns else False
    return False if matched else None if None in patterns else True


@lru_cache(maxsize=4096)
def _covers(pattern: str, action: str) -> bool:
    return fnmatch.fnmatchcase(action.lower(), pattern.lower())


@remembered
def _statements_of(role: Resource) -> Iterator[View | str | None]:
    """Yield the statements of all policies of ``role``.

    A managed policy of AWS comes by its name, and any other that cannot be read as None.
    """
    for document in _documents(role):
        if isinstance(document, View):
            yield from statements(document)
        else:
            yield document


def _documents(role: Resource) -> Iterator[View | str | None]:
    """Yield the policy documents of ``role``, or what stands for one that cannot be read."""
    if any(not isinstance(listed.raw, (list, tuple)) for listed in role.values("Policies")):
        yield None
    for document in role.values("Policies/*/PolicyDocument"):
        yield _readable(document)
    attached = list(policies_of(role))
    for arn in role.values("ManagedPolicyArns/*"):
        named = role.template.named(arn, _MANAGED_POLICY, "") if role.template is not None else None
        if named is None:
            yield _policy_of_aws(arn)
        elif named not in attached:
            attached.append(named)
    for policy in attached:
        yield _readable(policy.get("PolicyDocument"))
    if _may_have_others(role):
        yield None


def _policy_of_aws(arn: Value) -> str | None:
    found = _OF_AWS.fullmatch(outline(arn.raw) or "")
    return found.group(1) if found else None


def _readable(document: Value) -> View | None:
    view = View(document.raw, document.path)
    return view if view.is_known else None


def policies_of(role: Resource) -> Iterator[Resource]:
    """Yield the policy resources of the template that are attached to ``role``."""
    if role.template is not None:
        (policies,) = _attached(role.template)
        yield from policies.get(role.logical_id, ())


def _may_have_others(role: Resource) -> bool:
    """Return whether another policy, of the template or elsewhere, may be attached to ``role``."""
    if role.template is None:
        return False
    if role.template.is_published(role):
        return True
    (policies,) = _attached(role.template)
    own = role.get("RoleName")
    may_be = [_ANY_ROLE] if own.is_absent or own.text is not None else [_ANY_ROLE, _ANY_NAME]
    return any(key in policies for key in may_be)


# Keys that are no logical ids: attached to a role that is not known, or known by a literal name.
_ANY_ROLE, _ANY_NAME = "?", "..."


@remembered
def _attached(template: Resources) -> Iterator[dict[str, list[Resource]]]:
    """Yield the policy resources of a template, once, by the logical ids of their roles."""
    found: dict[str, list[Resource]] = {}
    for policy in template.of_type(*_IN_LISTS, _INLINE):
        for value in _role_names(policy):
            role = template.named(value, ROLE, "RoleName")
            key = _ANY_ROLE if value.text is None else _ANY_NAME
            found.setdefault(key if role is None else role.logical_id, []).append(policy)
    yield found


def _role_names(policy: Resource) -> Iterator[Value]:
    if policy.type == _INLINE:
        yield policy.get("RoleName")
        return
    listed = policy.get("Roles")
    if isinstance(listed.raw, (list, tuple)):
        yield from (Value(listed.path, item) for item in listed.raw)
    elif not listed.is_absent:
        yield listed


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
