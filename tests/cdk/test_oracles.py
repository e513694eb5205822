"""What others say of our templates: cfn-lint, the CDK, and the API itself.

The service model of botocore is what every AWS SDK sends requests by: a template property that it
does not know, or whose value is of another kind or out of range, is refused by the API.
"""

from __future__ import annotations

import json

import pytest
from cfnlint.api import lint
from cfnlint.config import ManualArgs

from sagemaker_hosting.core.findings import Severity
from sagemaker_hosting.rules import check_template
from tests.api_requests import CALLS, requests_of
from tests.cdk.apps import APPS, template


@pytest.mark.parametrize("name", APPS)
def test_the_api_takes_what_the_template_says(name: str) -> None:
    """Types, ranges, lengths, patterns and enumerations of every request that it leads to."""
    assert [
        f"{request.logical_id}, {request.operation}{breach}"
        for request in requests_of(template(name))
        for breach in request.breaches()
    ] == []


def test_requests_of_every_kind_are_made() -> None:
    made = {request.operation for name in APPS for request in requests_of(template(name))}
    assert made >= {call.operation for calls in CALLS.values() for call in calls if not call.when}
    assert "PutScheduledAction" in made


@pytest.mark.parametrize("name", APPS)
def test_cfn_lint_finds_nothing(name: str) -> None:
    settings = ManualArgs(regions=["eu-west-1"])
    findings = lint(json.dumps(template(name)), config=settings)
    assert [f"{found.rule.id} {found.path}: {found.message}" for found in findings] == []


@pytest.mark.parametrize("name", APPS)
def test_our_own_rules_find_nothing_not_even_warnings(name: str) -> None:
    """What is worth knowing, such as a single instance, is meant in some of them."""
    findings = check_template(template(name))
    assert [str(found) for found in findings if found.severity is not Severity.INFO] == []
