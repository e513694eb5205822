"""May this be deployed? Rules over CloudFormation properties, in plain Python.

Three doors lead to the same rules: a construct enforces them on the fragment it has just rendered
(``enforce``), the CDK plugin runs them over the synthesized templates (``check_template``), and the
command line runs them over a file. Neither Node.js nor an AWS library is needed.
"""

from __future__ import annotations

from sagemaker_hosting.core.rule import ENGINE_RULE
from sagemaker_hosting.rules.catalogue import AREAS, all_rules, by_id, rules_for
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.rules.run import check_resource, check_template, enforce, enforce_rollout
from sagemaker_hosting.template.view import Resource, Value, View

__all__ = [
    "AREAS",
    "ENGINE_RULE",
    "Resource",
    "Rule",
    "Value",
    "View",
    "all_rules",
    "by_id",
    "check_resource",
    "check_template",
    "enforce",
    "enforce_rollout",
    "rules_for",
]
