"""SMH2016."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs, updated_in_place
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class AlarmMadeWithUpdate(UpdateRule):
    """An alarm that is made in the same deployment has no data when the update starts.

    Until it has, nothing rolls back.
    """

    id = "SMH2016"
    title = "rollback alarm made in the deployment it guards"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("alarm-settle-before-update",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each rollback alarm that is new."""
        if before.template is None or not updated_in_place(before, after):
            return
        if not differs(
            before.get("EndpointConfigName"), after.get("EndpointConfigName"), before, after
        ):
            return
        for alarm in after.all_related("Alarm"):
            if alarm.logical_id not in before.template.by_logical_id:
                yield self.finding(
                    after,
                    ALARMS,
                    f"the alarm {alarm.logical_id} is made in the deployment that it is to guard",
                    "deploy the alarm first, and the new configuration when the alarm has data",
                )
