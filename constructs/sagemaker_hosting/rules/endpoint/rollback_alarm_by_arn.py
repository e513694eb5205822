"""SMH0470."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class RollbackAlarmByArn(Rule):
    """Automatic rollback names each alarm by its name; by an ARN no alarm is found."""

    id = "SMH0470"
    title = "rollback alarm by its ARN"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rollback-alarm-by-name",)
    pages = (334, 339, 343, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Alarm.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each alarm that is given by its ARN."""
        for name in resource.values(f"{ALARMS}/*/AlarmName"):
            if (outline(name.raw) or "").startswith("arn:") or _is_arn_of_an_alarm(resource, name):
                yield self.finding(
                    resource,
                    name,
                    "the rollback alarm is given by its ARN",
                    "write the name of the alarm: Ref of the alarm gives it, GetAtt Arn does not",
                )


def _is_arn_of_an_alarm(endpoint: Resource, name: Value) -> bool:
    """Return whether ``name`` is ``Fn::GetAtt`` of the ``Arn`` of an alarm of the template."""
    if not isinstance(name.raw, dict) or endpoint.template is None:
        return False
    asked = name.raw.get("Fn::GetAtt")
    parts = asked.split(".") if isinstance(asked, str) else asked
    if not isinstance(parts, list) or len(parts) != 2 or parts[1] != "Arn":
        return False
    return endpoint.template.named(name, ALARM, "AlarmName") is not None
