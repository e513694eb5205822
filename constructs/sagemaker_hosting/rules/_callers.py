"""Functions and builds that call endpoints, as far as their code stands in the template."""

from __future__ import annotations

from typing import Final

from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.view import Resource, Value

FUNCTION: Final = "AWS::Lambda::Function"
BUILD: Final = "AWS::CodeBuild::Project"
DEFAULT_TIMEOUT: Final = 3
"""Seconds that a function may take where its Timeout is not given."""

_SCRIPTS: Final = {FUNCTION: "Code/ZipFile", BUILD: "Source/BuildSpec"}


def script_of(resource: Resource) -> tuple[Value, str]:
    """Return where the code of a function or a build stands, and what is known of it."""
    script = resource.get(_SCRIPTS[resource.type])
    return script, outline(script.raw) or ""


def called_endpoints(function: Resource) -> list[Resource]:
    """Return the endpoints of the template that the environment of a function refers to."""
    if function.template is None:
        return []
    found: dict[str, Resource] = {}
    for variable in function.values("Environment/Variables/*"):
        named = function.template.named(variable, ENDPOINT, "EndpointName")
        if named is not None:
            found[named.logical_id] = named
    return list(found.values())


def not_known(function: Resource) -> bool:
    """Return whether the environment of a function has a variable that may name any endpoint."""
    return any(
        variable.text is None
        and function.template.named(variable, ENDPOINT, "EndpointName") is None
        for variable in function.values("Environment/Variables/*")
    )
