"""What scales a target: its policies, and the alarms behind them."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.facts.metrics import predefined_metric
from sagemaker_hosting.rules._kinds import kind_of
from sagemaker_hosting.rules._metric_uses import MetricUse, metric_uses
from sagemaker_hosting.rules._variants import SCALING_POLICY, is_sagemaker
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, View, remembered

PREDEFINED = (
    "TargetTrackingScalingPolicyConfiguration/PredefinedMetricSpecification/PredefinedMetricType"
)
STEPS = "StepScalingPolicyConfiguration"


def limits(target: Resource) -> Iterator[View]:
    """Yield where a scalable target sets its limits: itself, and in each scheduled action."""
    yield target
    yield from target.parts("ScheduledActions/*/ScalableTargetAction")


def all_policies(target: Resource) -> list[Resource] | None:
    """Return the policies of the template that scale ``target``; None unless all are known."""
    if target.template is None or any(_policies_of_anything(target.template)):
        return None
    return list(target.all_related("ScalingPolicy"))


@remembered
def _policies_of_anything(template: Resources) -> Iterator[bool]:
    """Yield True for each policy that may scale any target of SageMaker."""
    for policy in template.of_type(SCALING_POLICY):
        elsewhere = policy.get("ServiceNamespace").text not in (None, "sagemaker")
        if not elsewhere and policy.related("ScalableTarget") is None:
            yield True


def all_alarms(policy: Resource) -> list[Resource] | None:
    """Return the alarms of the template that run ``policy``; None unless all are known."""
    if policy.template is None or any(_alarms_of_anything(policy.template)):
        return None
    return list(policy.all_related("Alarm"))


@remembered
def _alarms_of_anything(template: Resources) -> Iterator[bool]:
    """Yield True for each list of actions that may run any policy."""
    for alarm in template.of_type("AWS::CloudWatch::Alarm"):
        for name in ("AlarmActions", "OKActions"):
            actions = alarm.get(name)
            if not actions.is_absent and not _are_readable(actions, alarm):
                yield True


def is_asynchronous_target(target: Resource) -> bool:
    """Return whether ``target`` certainly scales the instances of an asynchronous endpoint."""
    config = target.related("EndpointConfig")
    return is_sagemaker(target) and config is not None and kind_of(config) == "asynchronous"


def metrics_followed(target: Resource) -> set[str] | None:
    """Return the names of the metrics that the policies of ``target`` follow by tracking.

    None unless every policy is known, is a target tracking one, and follows known metrics.
    """
    policies = all_policies(target)
    followed: set[str] = set()
    for policy in policies or ():
        predefined = predefined_metric(policy.get(PREDEFINED).text or "")
        if predefined is not None:
            followed.add(predefined.metric)
            continue
        names = {use.name.text for use in metric_uses(policy)}
        if policy.get("PolicyType").text != "TargetTrackingScaling" or not names or None in names:
            return None
        followed |= {name for name in names if name is not None}
    return None if policies is None else followed


def watched_by(policy: Resource) -> list[MetricUse]:
    """Return the metrics that ``policy`` follows, or that the alarms behind it watch."""
    uses = list(metric_uses(policy))
    for alarm in policy.all_related("Alarm"):
        uses += metric_uses(alarm)
    return uses


def _are_readable(actions: Value, alarm: Resource) -> bool:
    """Return whether each action is a text, or refers to a resource of the template."""
    if not isinstance(actions.raw, (list, tuple)):
        return False
    return all(
        Value(actions.path, item).text is not None
        or any(name in alarm.template.by_logical_id for name in referenced(item))
        for item in actions.raw
    )
