"""SMH0617."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._metric_uses import ALARM
from sagemaker_hosting.rules._variants import SCALING_POLICY
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.view import Resource


class NothingWakesComponent(Rule):
    """A step scaling policy acts when an alarm calls it, and by itself never.

    For a component without copies that alarm watches NoCapacityInvocationFailures of the component.
    """

    id = "SMH0617"
    title = "step policy that no alarm calls"
    severity = Severity.WARNING
    resource_types = (SCALING_POLICY,)
    facts = ("zero-alarm", "zero-alarm-action-arn", "zero-every-ic")
    pages = (173, 174, 175)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a policy without an alarm."""
        if resource.template is None or resource.get("PolicyType").text != "StepScaling":
            return
        component = resource.related("InferenceComponent")
        if component is None or resource.all_related("Alarm"):
            return
        if not any(_may_call(alarm) for alarm in resource.template.of_type(ALARM)):
            yield self.finding(
                resource,
                "",
                f"no alarm of the template calls the step policy of {component.logical_id}",
                f"write Ref: {resource.logical_id} into AlarmActions of an alarm on "
                "NoCapacityInvocationFailures with the dimension InferenceComponentName",
            )


def _may_call(alarm: Resource) -> bool:
    """Return whether an action of ``alarm`` is not known, so that it may be any policy."""
    there = alarm.template.by_logical_id
    return any(
        action.text is None and not any(each in there for each in referenced(action.raw))
        for action in alarm.values("AlarmActions/*")
    )
