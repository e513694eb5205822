"""Whom the policy of a KMS key lets in."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator
from typing import Any, Final

from sagemaker_hosting.rules._permissions import ROLE, statements, texts
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, Value, View

KEY: Final = "AWS::KMS::Key"
_ROLE_ARN: Final = re.compile(r"arn:[^:]+:iam::[^:]*:role/(?:.*/)?([^/]+)")
_ACCOUNT: Final = re.compile(r"arn:[^:]+:iam::[^:]*:root|\d{12}|\$\{[^}]*\}:root")


def lets_in(key: Resource, role: Resource) -> bool | None:
    """Return whether the policy of ``key`` itself lets ``role`` in; None when it is not certain.

    What the policy leaves to IAM, and conditions, are not weighed.
    """
    return _asked(key, lambda item: _is_role(item, role))


def leaves_to_iam(key: Resource) -> bool | None:
    """Return whether the policy of ``key`` lets the account decide; None when it is not certain.

    That is the policy of a key that has none of its own.
    """
    if key.get("KeyPolicy").is_absent:
        return True
    return _asked(key, lambda item: _is_account(item, key))


def _asked(key: Resource, question: Any) -> bool | None:
    """Return whether ``question`` holds for a principal that the policy allows something."""
    given = key.get("KeyPolicy")
    document = View(given.raw)
    if given.is_absent:
        return False
    if not document.is_known:
        return None
    certain = True
    for statement in statements(document):
        effect = statement.get("Effect").text
        if effect == "Deny" or _is_about_others(statement):
            continue
        answers = {question(item) for item in _principals(statement)}
        if True in answers:
            return True
        certain = certain and effect is not None and None not in answers
    return False if certain else None


def _is_about_others(statement: View) -> bool:
    """Return whether a statement allows nothing of KMS."""
    actions = statement.get("Action")
    listed = texts(actions) if not actions.is_absent else [None]
    return None not in listed and not any(
        fnmatch.fnmatchcase("kms:decrypt", each.lower())
        or fnmatch.fnmatchcase("kms:generatedatakey", each.lower())
        for each in listed
        if each is not None
    )


def _principals(statement: View) -> Iterator[Value]:
    """Yield the AWS principals of a statement; what is not known comes as an unknown value."""
    principal = statement.get("Principal")
    if principal.text == "*" or not statement.part("Principal").is_known:
        yield principal
        return
    named = statement.get("Principal/AWS")
    if named.is_absent:
        return
    items = named.raw if isinstance(named.raw, (list, tuple)) else [named.raw]
    for item in items:
        yield Value(named.path, item)


def _is_role(item: Value, role: Resource) -> bool | None:
    if item.text == "*":
        return True
    named = _role(item, role)
    if named is not None:
        return named.logical_id == role.logical_id
    text = outline(item.raw)
    if text is not None and _ACCOUNT.fullmatch(text):
        return False
    # A literal is another principal, unless the name of the role is not known.
    own = role.get("RoleName")
    return False if item.text is not None and (own.is_absent or own.text is not None) else None


def _is_account(item: Value, key: Resource) -> bool | None:
    if item.text == "*":
        return True
    text = outline(item.raw)
    if text is not None:
        return _ACCOUNT.fullmatch(text) is not None
    return False if _role(item, key) is not None else None


def _role(item: Value, of: Resource) -> Resource | None:
    """Return the role of the template that a principal is; None when it is none, or not known."""
    if of.template is None:
        return None
    found: Resource | None = of.template.named(item, ROLE, "RoleName", _ROLE_ARN)
    return found
