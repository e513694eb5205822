"""Keeps a bucket policy's conditional statements from denying everything."""

from __future__ import annotations

import json
from typing import Any

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket


def install() -> None:
    """Leave statements with a Condition out of moto's evaluation.

    moto knows neither the principal nor the transport when it asks a bucket's policy, and takes a
    Deny whose condition it cannot check as a Deny. The CDK's bootstrap bucket has such a statement
    (`aws:SecureTransport` is false), so every upload would be refused.
    """
    bucket: Any = FakeBucket
    bucket.get_permission = _get_permission


def _get_permission(self: Any, action: str, resource: str) -> Any:
    if self.policy is None:
        return PermissionResult.NEUTRAL
    document = json.loads(self.policy)
    statements = document["Statement"]
    statements = statements if isinstance(statements, list) else [statements]
    unconditional = [one for one in statements if not one.get("Condition")]
    if not unconditional:
        return PermissionResult.NEUTRAL
    policy = IAMPolicy(json.dumps({**document, "Statement": unconditional}))
    return policy.is_action_permitted(action, resource)
