"""Statements that let somebody call an endpoint, and what the endpoint they name can do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import ENDPOINT, model_of, variants_of
from sagemaker_hosting.rules._permissions import texts
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, Value, View

INVOKE: Final = "sagemaker:InvokeEndpoint"
INVOKE_STREAM: Final = "sagemaker:InvokeEndpointWithResponseStream"
INVOKE_BIDIRECTIONAL: Final = "sagemaker:InvokeEndpointWithBidirectionalStream"
TARGET_MODEL: Final = "sagemaker:targetmodel"
"""The condition key of one model of a multi-model endpoint; IAM ignores the case of keys."""
TARGET_CONTAINER: Final = "sagemaker:targetcontainerhostname"
"""The condition key of one container of an endpoint that is called directly."""

ENDPOINT_ARN: Final = re.compile(r"arn:[^:]+:sagemaker:[^:]*:[^:]*:endpoint/(.+)", re.DOTALL)


def items(view: View, name: str) -> Iterator[Value]:
    """Yield the elements of a property that is one value or a list of them."""
    value = view.get(name)
    raw = value.raw
    if isinstance(raw, (list, tuple)):
        for index, item in enumerate(raw):
            yield Value(f"{value.path}/{index}", item)
    elif not value.is_absent:
        yield value


def actions(statement: View) -> list[str] | None:
    """Return the actions of a statement in lower case; None unless all of them are known."""
    listed = [] if statement.get("Action").is_absent else texts(statement.get("Action"))
    known = [action.lower() for action in listed if action is not None]
    return known if known and len(known) == len(listed) else None


def endpoints_of(resource: Resource, statement: View) -> list[Resource] | None:
    """Return the endpoints that a statement is about; None unless all of them are known."""
    if resource.template is None:
        return None
    found = [
        resource.template.named(item, ENDPOINT, "EndpointName", ENDPOINT_ARN)
        for item in items(statement, "Resource")
        if not (outline(item.raw) or "").endswith("/*")
    ]
    return None if None in found else [endpoint for endpoint in found if endpoint is not None]


def condition_values(statement: View, key: str) -> Iterator[tuple[str, Value]]:
    """Yield the operator and the value of each condition on ``key``, given in lower case."""
    for operator in statement.parts("Condition/*"):
        for name in operator.properties:
            if str(name).lower() == key:
                yield operator.path.rpartition("/")[2], operator.get(name)


def models_of(endpoint: Resource) -> list[Resource] | None:
    """Return the models of an endpoint; None unless that of each variant is known."""
    config = endpoint.related("EndpointConfig")
    if config is None or config.get("ProductionVariants").length is None:
        return None
    found = [model_of(config, variant) for variant in variants_of(config)]
    if not found or None in found:
        return None
    return [model for model in found if model is not None]


def hosts_many_models(endpoint: Resource) -> bool | None:
    """Return whether an endpoint is a multi-model endpoint; None when it is not certain."""
    models = models_of(endpoint)
    if models is None:
        return None
    modes = [each.get("Mode") for model in models for each in containers(model)]
    if any(mode.text == "MultiModel" for mode in modes):
        return True
    return False if modes and all(_says(mode, "SingleModel") for mode in modes) else None


def calls_containers(endpoint: Resource) -> bool | None:
    """Return whether callers of an endpoint choose the container; None when it is not certain."""
    models = models_of(endpoint)
    if models is None:
        return None
    modes = [model.get("InferenceExecutionConfig/Mode") for model in models]
    if any(mode.text == "Direct" for mode in modes):
        return True
    return False if all(_says(mode, "Serial") for mode in modes) else None


def _says(value: Value, default: str) -> bool:
    return value.is_absent or value.text == default
