"""SMH0413."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ALARMS, BLUE_GREEN, ROLLING, ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AlarmsWithoutBake(Rule):
    """All-at-once shifts all traffic and removes the old fleet at once, unless it is told to wait.

    TerminationWaitInSeconds is its only bake and defaults to 0; without an update policy there is
    none at all. Alarms then have no time in which to roll anything back.
    """

    id = "SMH0413"
    title = "rollback alarms without a bake"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-bake-zero-disables-alarms", "guardrails-default-strategy", "allatonce-flow")
    pages = (330, 332, 334)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-all-at-once.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for alarms that have no time to act."""
        if not resource.get(ALARMS).length or not resource.get(ROLLING).is_absent:
            return
        policy = resource.get(BLUE_GREEN)
        routing = resource.get(f"{ROUTING}/Type")
        wait = resource.get(f"{BLUE_GREEN}/TerminationWaitInSeconds")
        if policy.is_absent or (
            routing.text == "ALL_AT_ONCE" and (wait.is_absent or wait.number == 0)
        ):
            yield self.finding(
                resource,
                ALARMS,
                "rollback alarms are listed, and all traffic shifts at once without a bake",
                "set TerminationWaitInSeconds of BlueGreenUpdatePolicy (bake=) to 300 or more, "
                "or roll out by canary",
            )
