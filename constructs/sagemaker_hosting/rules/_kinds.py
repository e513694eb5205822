"""What kind of endpoint a configuration declares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.facts.metrics import EndpointKind, EndpointMetric
from sagemaker_hosting.rules._models import model_of, variants_of
from sagemaker_hosting.template.view import Resource, View

# Of these the guide lists all metrics there are.
_LISTED: Final[frozenset[EndpointKind]] = frozenset({"asynchronous", "serverless"})


def publishes(kind: EndpointKind, metric: EndpointMetric) -> bool:
    """Return whether endpoints of ``kind`` publish ``metric``, or may do so."""
    return kind in metric.kinds or (kind not in _LISTED and not metric.kinds <= _LISTED)


def is_serverless(config: Resource) -> bool:
    """Return whether a variant of ``config`` is certainly serverless."""
    return any(True for _ in serverless_variants(config))


def is_asynchronous(config: Resource) -> bool:
    """Return whether ``config`` certainly declares asynchronous inference."""
    return config.get("AsyncInferenceConfig").is_given


def kind_of(config: Resource) -> EndpointKind | None:
    """Return the kind of endpoint that ``config`` declares; None when it is not certain."""
    asynchronous = config.get("AsyncInferenceConfig")
    if asynchronous.is_given:
        return "asynchronous"
    variants = list(config.parts("ProductionVariants/*"))
    if not variants or len(variants) != config.get("ProductionVariants").length:
        return None
    if not asynchronous.is_absent:
        return None
    if all(variant.get("ServerlessConfig").is_given for variant in variants):
        return "serverless"
    if all(variant.get("ModelName").is_absent for variant in variants):
        return "component"
    on_instances = all(
        variant.get("ModelName").is_given and variant.get("ServerlessConfig").is_absent
        for variant in variants
    )
    return "real-time" if on_instances else None


def serverless_variants(config: Resource) -> Iterator[View]:
    """Yield the variants of ``config`` that are certainly serverless."""
    for variant in variants_of(config):
        if variant.get("ServerlessConfig").is_given:
            yield variant


def serverless_models(config: Resource) -> Iterator[Resource]:
    """Yield the models that serverless variants of ``config`` are known to serve."""
    for variant in serverless_variants(config):
        model = model_of(config, variant)
        if model is not None:
            yield model


def serverless_endpoints(endpoint: Resource) -> Iterator[tuple[Resource, Resource]]:
    """Yield the serverless endpoints of a template, with their configurations.

    Only the first endpoint of the template gets an answer, so that a rule over all of them runs
    once.
    """
    if endpoint.template is None:
        return
    for index, each in enumerate(endpoint.template.of_type(endpoint.type)):
        if index == 0 and each.logical_id != endpoint.logical_id:
            return
        config = each.related("EndpointConfig")
        if config is not None and is_serverless(config):
            yield each, config
