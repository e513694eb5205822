"""May this be deployed? Rules over CloudFormation properties, in plain Python.

Three doors lead to the same rules: a construct enforces them on the fragment it has just rendered
(``enforce``), the CDK plugin runs them over the synthesized templates (``check_template``), and the
command line runs them over a file. ``check_update`` looks at what changes between two versions of a
template. Neither Node.js nor an AWS library is needed.
"""

from __future__ import annotations

from sagemaker_hosting.core.rule import ENGINE_RULE
from sagemaker_hosting.rules.catalogue import (
    AREAS,
    all_rules,
    by_id,
    every_rule,
    rules_for,
    update_rules,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.rules.run import (
    check_resource,
    check_template,
    check_update,
    enforce,
    enforce_rollout,
)
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource, Value, View

__all__ = [
    "AREAS",
    "ENGINE_RULE",
    "Resource",
    "Rule",
    "UpdateRule",
    "Value",
    "View",
    "all_rules",
    "by_id",
    "check_resource",
    "check_template",
    "check_update",
    "enforce",
    "enforce_rollout",
    "every_rule",
    "rules_for",
    "update_rules",
]
