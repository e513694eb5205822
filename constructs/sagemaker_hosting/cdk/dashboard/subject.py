"""What a dashboard shows: a variant or a component, with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sagemaker_hosting.cdk._surroundings import StackFacts, stack_facts
from sagemaker_hosting.cdk.component.base import ComponentBase, InferenceComponentBase
from sagemaker_hosting.cdk.dashboard.widget import Mark
from sagemaker_hosting.cdk.endpoint.base import EndpointBase
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import StepScaling, TargetTracking
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.limits import STANDARD_METRIC_PERIOD
from sagemaker_hosting.facts.metrics import metric_by_dimensions, predefined_metric

COUNTING: Final = ("Sum", "SampleCount")
"""The statistics whose thresholds make sense beside no other."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A production variant or an inference component.

    Attributes:
        label: What it is called.
        owner: The dimensions of its metrics.
        config_name: The configuration of the new fleet, where the dashboard may refer to it.
        alarms: The alarms that watch it.
        scaling: How it is scaled. None: not at all, or not by this app.
        has_gpu: Whether it may run on GPUs.
        hosts_many_models: Whether a model of it is a multi-model one.
        containers: The hostnames of the containers of a model with several.
        explains: Whether it explains predictions online.
        is_shadow: Whether it gets copies of the requests only.
        sample_seconds: Seconds between the data points that an instance publishes.
        serverless: ``ServerlessConfig`` of the variant, as far as it is known.
    """

    label: str
    owner: Mapping[str, str]
    config_name: str | None = None
    alarms: Sequence[DeclaredAlarm] = ()
    scaling: ScalingBase | None = None
    has_gpu: bool = True
    hosts_many_models: bool = False
    containers: Sequence[str] = ()
    explains: bool = False
    is_shadow: bool = False
    sample_seconds: int = STANDARD_METRIC_PERIOD.value
    serverless: Mapping[str, Any] | None = None

    @property
    def new_fleet(self) -> Mapping[str, str] | None:
        """The dimensions of what an update moves to, where they can be written."""
        if self.config_name is None:
            return None
        return {**self.owner, "EndpointConfigName": self.config_name}

    def thresholds(
        self, metric_name: str, factor: float = 1, *, counted: str | None = None
    ) -> list[Mark]:
        """Return the thresholds of the alarms on a metric, and what scaling goes by.

        Args:
            metric_name: Its CloudWatch name; ``""`` is the error rate.
            factor: What the graph multiplies the metric by.
            counted: The statistic of a graph that adds up or counts. None: it shows single values.
        """
        marks = []
        for alarm in self.alarms:
            if alarm.metric_name == metric_name and _adds_up(alarm.statistic) == counted:
                what = "rolls back" if alarm.rolls_back else "alarm"
                marks += _mark(f"{what}: {alarm.statistic}".rstrip(": "), alarm.threshold, factor)
        for policy in self.scaling.every_policy if self.scaling is not None else ():
            name, statistic = _followed(policy, self.owner)
            if name != metric_name or _adds_up(statistic) != counted:
                continue
            if isinstance(policy, TargetTracking):
                marks += _mark("scaling target", policy.target, factor)
            else:
                marks += _mark("scaling step", policy.threshold, factor)
        return marks

    def limits(self) -> list[Mark]:
        """Return the least and the most capacity that scaling gives."""
        if self.scaling is None:
            return []
        return [
            Mark(label="minimum", value=self.scaling.min_capacity),
            Mark(label="maximum", value=self.scaling.max_capacity),
        ]


def variants_of(endpoint: EndpointBase, here: StackFacts) -> Iterator[Subject]:
    """Yield the variants of ``endpoint``, a shadow last, as the dashboard in ``here`` sees them."""
    same_stack = stack_facts(endpoint).stack is here.stack
    shadow = endpoint.shadow_variant_name
    for name in (*endpoint.variant_names, *(() if shadow is None else (shadow,))):
        owner = {"EndpointName": endpoint.endpoint_name, "VariantName": name}
        alarms = [each for each in endpoint.declared_alarms if each.is_of(owner)]
        scaling = endpoint.scaling_of(name)
        if not isinstance(endpoint, OwnedEndpoint):
            yield Subject(label=name, owner=owner, alarms=alarms, scaling=scaling)
            continue
        config = endpoint.config
        variant = next(each for each in config.served if each.variant_name == name)
        rendered = next(each for each in config.rendered_served if each["VariantName"] == name)
        models = [model.rendered for model in variant.models]
        every = (config.rendered.get("MetricsConfig") or {}).get("MetricPublishFrequencyInSeconds")
        yield Subject(
            label=name,
            owner=owner,
            # From another stack it would be an export, which pins what every update replaces.
            config_name=config.endpoint_config_name if same_stack else None,
            alarms=alarms,
            scaling=scaling,
            has_gpu=any(map(_may_have_gpu, variant.instance_types)),
            hosts_many_models=any(map(_hosts_many, models)),
            containers=list(dict.fromkeys(host for model in models for host in _hosts(model))),
            explains=config.rendered.get("ExplainerConfig") is not None,
            is_shadow=name == shadow,
            sample_seconds=every if every and is_known(every) else STANDARD_METRIC_PERIOD.value,
            serverless=rendered.get("ServerlessConfig"),
        )


def component_subject(component: ComponentBase) -> Subject:
    """Return an inference component as a dashboard sees it."""
    owner = {"InferenceComponentName": component.inference_component_name}
    scaling = component.scaling if isinstance(component, InferenceComponentBase) else None
    return Subject(
        label=component.inference_component_name,
        owner=owner,
        alarms=[each for each in component.declared_alarms if each.is_of(owner)],
        scaling=scaling,
    )


def _mark(label: str, value: Any, factor: float) -> list[Mark]:
    if factor == 1:
        return [Mark(label=label, value=value)]
    # CloudFormation cannot multiply: a threshold that it fills in is not shown.
    return [Mark(label=label, value=round(value * factor, 6))] if is_known(value) else []


def _followed(
    policy: TargetTracking | StepScaling, owner: Mapping[str, str]
) -> tuple[str | None, str]:
    """Return name and statistic of the metric that a policy follows; no name of somebody else's."""
    name, statistic = policy.metric, policy.statistic
    if isinstance(policy, TargetTracking) and policy.predefined is not None:
        predefined = predefined_metric(policy.predefined)
        name = predefined.metric if predefined is not None else None
    known = metric_by_dimensions(name, owner) if isinstance(name, str) else None
    if known is None:
        return None, ""
    return known.name, statistic or known.default_statistic


def _adds_up(statistic: str) -> str | None:
    """Return ``statistic`` if its values are no single ones."""
    return statistic if statistic in COUNTING else None


def _may_have_gpu(name: str) -> bool:
    known = instance_type(name) if is_known(name) else None
    return known is None or known.has_gpu


def _hosts_many(model: Mapping[str, Any]) -> bool:
    containers = [model.get("PrimaryContainer"), *(model.get("Containers") or ())]
    return any(each is not None and each.get("Mode") == "MultiModel" for each in containers)


def _hosts(model: Mapping[str, Any]) -> list[str]:
    """Return the hostnames of the containers of a model with several, as far as it states them."""
    containers = model.get("Containers") or ()
    hosts = [each.get("ContainerHostname") for each in containers]
    return [host for host in hosts if host is not None] if len(containers) > 1 else []
