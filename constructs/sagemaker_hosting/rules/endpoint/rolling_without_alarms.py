"""SMH0475."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ROLLING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ROLLBACK: Final = "DeploymentConfig/AutoRollbackConfiguration"


class RollingWithoutAlarms(Rule):
    """A rolling update watches alarms batch by batch; they are to exist before it is set up.

    Without alarms it replaces the whole fleet whatever happens.
    """

    id = "SMH0475"
    title = "rolling update without rollback alarms"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rolling-alarm-prereq",)
    pages = (347,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a rolling update without alarms."""
        if resource.get(ROLLING).is_given and resource.get(_ROLLBACK).is_absent:
            yield self.finding(
                resource,
                ROLLING,
                "the rolling update has no alarms to stop it",
                "list alarms in AutoRollbackConfiguration (rollback_on=)",
            )
