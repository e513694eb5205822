"""The two ways to declare a shadow: a shadow variant, and a shadow test on an endpoint."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sagemaker_hosting.rules._models import CONFIG, model_of, variants_of
from sagemaker_hosting.template.view import Resource, Value, View

EXPERIMENT = "AWS::SageMaker::InferenceExperiment"
INFRASTRUCTURE = "InfrastructureConfig/RealTimeInferenceConfig"
SAMPLED = "ShadowModeConfig/ShadowModelVariants/*"


@dataclass(frozen=True, slots=True)
class Side:
    """One variant that takes part: the production side or the shadow.

    Attributes:
        model: The model that it serves; None when it is not known.
        instance_type: Its instance type.
        at: The path to report.
    """

    model: Resource | None
    instance_type: Value
    at: str


def has_shadow(config: Resource) -> bool:
    """Return whether an endpoint configuration certainly has a shadow variant."""
    return bool(config.get("ShadowProductionVariants").length)


def shadowed_config(resource: Resource) -> tuple[Resource, str] | None:
    """Return the endpoint configuration that gets a shadow, and the path to report on it.

    The path is empty when ``resource`` is that configuration itself.
    """
    if resource.type == CONFIG:
        return (resource, "") if has_shadow(resource) else None
    config = resource.related("EndpointConfig")
    return None if config is None else (config, "EndpointName")


def sides(resource: Resource) -> Iterator[Side]:
    """Yield every variant that a shadow variant or a shadow test involves."""
    if resource.type == EXPERIMENT:
        for variant in resource.parts("ModelVariants/*"):
            kind = variant.get(f"{INFRASTRUCTURE}/InstanceType")
            yield Side(model_of(resource, variant), kind, variant.path)
    found = shadowed_config(resource)
    if found is not None:
        config, at = found
        for variant in variants_of(config):
            kind = variant.get("InstanceType")
            yield Side(model_of(config, variant), kind, at or variant.path)


def is_to_stop(experiment: Resource) -> bool:
    """Return whether a shadow test may be one that is to stop: it lists the variants that stay."""
    state = experiment.get("DesiredState")
    return not state.is_absent and state.text != "Running"


def source_and_shadow(experiment: Resource) -> tuple[View, View] | None:
    """Return the production and the shadow variant of a shadow test; None when not certain."""
    source = experiment.get("ShadowModeConfig/SourceModelVariantName").text
    shadows = [each.get("ShadowModelVariantName").text for each in experiment.parts(SAMPLED)]
    named = {
        variant.get("VariantName").text: variant for variant in experiment.parts("ModelVariants/*")
    }
    if source is None or len(shadows) != 1 or shadows[0] is None:
        return None
    production, shadow = named.get(source), named.get(shadows[0])
    return None if production is None or shadow is None else (production, shadow)
