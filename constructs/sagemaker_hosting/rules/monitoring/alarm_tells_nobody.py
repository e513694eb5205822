"""SMH1189."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import endpoint_metric_uses
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._rollout import ALARMS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, remembered

_ACTIONS: Final = ("AlarmActions", "InsufficientDataActions", "OKActions")
_FOLLOWERS: Final = {
    "AWS::CloudWatch::CompositeAlarm": "AlarmRule",
    "AWS::Events::Rule": "EventPattern",
    ENDPOINT: f"{ALARMS}/*/AlarmName",
    "AWS::SageMaker::InferenceComponent": f"{ALARMS}/*/AlarmName",
}


class AlarmTellsNobody(Rule):
    """An alarm without actions changes its colour on a console that nobody watches.

    Alarms that take an update back, or that a composite alarm reads, have their use.
    """

    id = "SMH1189"
    title = "alarm without actions"
    severity = Severity.INFO
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = (
        "sls-alarm-purpose",
        "alarm-inputs",
    )
    pages = (245, 246)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-monitoring.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an alarm on an endpoint that nothing follows from."""
        template = resource.template
        if template is None or not endpoint_metric_uses(resource):
            return
        actions = [resource.get(name) for name in _ACTIONS]
        silent = all(value.is_absent or value.length == 0 for value in actions)
        name = resource.get("AlarmName")
        if silent and name.is_absent and not _may_be_followed(resource):
            yield self.finding(
                resource,
                "",
                "the alarm has no actions, and nothing in the template refers to it",
                "set AlarmActions to a topic, or list the alarm in AutoRollbackConfiguration",
            )


def _may_be_followed(alarm: Resource) -> bool:
    """Return whether an endpoint, a composite alarm or an event rule refers to ``alarm``, maybe."""
    template = alarm.template
    return alarm.logical_id in template.awaited_by(*_FOLLOWERS) or any(_open_ends(template))


@remembered
def _open_ends(template: Resources) -> Iterator[bool]:
    """Yield True for each follower that may refer to any alarm."""
    for resource_type, path in _FOLLOWERS.items():
        for other in template.of_type(resource_type):
            for value in other.values(path):
                if _is_open(value, template.by_logical_id):
                    yield True


def _is_open(value: Value, there: Container[str]) -> bool:
    """Return whether ``value`` is not spelled out, and names nothing that is ``there``."""
    return not value.is_known and not any(each in there for each in referenced(value.raw))
