"""Ten times as many resources take ten times as long, whatever the rule."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from sagemaker_hosting.rules import all_rules, check_template
from sagemaker_hosting.rules.rule import Rule
from tests.pure.templates import FIXTURES, load, multiplied

FEW, MANY = 4, 16
TELLING = 60
"""Calls that it takes to word a finding."""


def calls(template: dict[str, Any], rule: Rule) -> int:
    """Return how many Python functions a run of ``rule`` calls: the same on every machine."""
    count = 0

    def profile(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event == "call"

    previous = sys.getprofile()
    sys.setprofile(profile)
    try:
        check_template(template, rules=[rule])
    finally:
        sys.setprofile(previous)
    return count


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_a_rule_does_not_look_at_everything_for_each_resource(rule: Rule) -> None:
    fixtures = [load(path)[1] for path in sorted((FIXTURES / rule.id).glob("*/*.json"))]
    template = max(fixtures, key=lambda each: len(each["Resources"]))
    few, many = (calls(multiplied(template, copies), rule) for copies in (FEW, MANY))
    told = len(check_template(multiplied(template, MANY), rules=[rule]))
    # What has to be gathered from the whole template is for a @remembered function of
    # ``resource.template``, which does it once.
    assert many <= few * MANY / FEW * 1.15 + told * TELLING
