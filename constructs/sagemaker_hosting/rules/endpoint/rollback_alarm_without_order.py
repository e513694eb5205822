"""SMH0471."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._alarms import rollback_alarms
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollbackAlarmWithoutOrder(Rule):
    """An alarm has to exist before the deployment that watches it.

    With a literal name CloudFormation sees no order between the two.
    """

    id = "SMH0471"
    title = "endpoint may be made before its rollback alarm"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarm-by-name",)
    pages = (334, 339, 343, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each alarm without an order."""
        for name, alarm in rollback_alarms(resource):
            if name.text is None or resource.template is None:
                continue
            if not resource.template.waits_for(resource, alarm):
                yield self.finding(
                    resource,
                    name,
                    f"the endpoint may be made before the alarm {alarm.logical_id} it rolls back "
                    "on",
                    f"write Ref: {alarm.logical_id} for the name, or add it to DependsOn",
                )
