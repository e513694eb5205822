"""What a template declares for a model: environment, image, and how its endpoint runs it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cli.templates.file import Unreadable, read
from sagemaker_hosting.core.errors import InvalidProps, NotFound

_MODEL = "AWS::SageMaker::Model"
_CONFIG = "AWS::SageMaker::EndpointConfig"


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a template says of one model.

    Attributes:
        environment: The variables whose values are spelled out.
        framework: Whose image it is; empty where that is not known.
        multi_model: Whether the container loads many models.
        serverless: Whether its endpoint is serverless.
        startup_timeout: ContainerStartupHealthCheckTimeoutInSeconds; None where none is given.
    """

    environment: Mapping[str, str]
    framework: str = ""
    multi_model: bool = False
    serverless: bool = False
    startup_timeout: float | None = None


def declared_in(path: Path, logical_id: str = "") -> Declared:
    """Return what a template declares for a model of one container.

    Values that only a deployment knows are left out.

    Args:
        path: The template.
        logical_id: The model. Default: the only one there is.

    Raises:
        NotFound: There is no such model.
        InvalidProps: The file is no template, or it is not said which of its models is meant.
    """
    resources = _resources(path)
    models = [name for name, body in resources.items() if body.get("Type") == _MODEL]
    if logical_id and logical_id not in models:
        raise NotFound(
            f"{str(path)!r} declares no model {logical_id!r}",
            fix=f"name one of {', '.join(models) or 'a template with a model'}",
        )
    if not logical_id and len(models) != 1:
        raise InvalidProps(
            f"{str(path)!r} declares {len(models)} models",
            fix="say which with TEMPLATE:LOGICAL_ID" if models else "name a template with a model",
        )
    name = logical_id or models[0]
    properties = resources[name].get("Properties") or {}
    containers = properties.get("Containers") or [properties.get("PrimaryContainer") or {}]
    if len(containers) != 1:
        raise InvalidProps(
            f"model {name} has {len(containers)} containers",
            fix="give the artifacts of a pipeline as several PATHs, without --declared",
        )
    (container,) = containers
    variants = list(_variants(resources, name))
    timeouts = [each.get("ContainerStartupHealthCheckTimeoutInSeconds") for each in variants]
    image = container.get("Image")
    framework = Declaration().of_image(image).framework if isinstance(image, str) else None
    return Declared(
        environment={
            key: value
            for key, value in (container.get("Environment") or {}).items()
            if isinstance(value, str)
        },
        framework=framework.value if framework else "",
        multi_model=container.get("Mode") == "MultiModel",
        serverless=any("ServerlessConfig" in each for each in variants),
        startup_timeout=next((float(each) for each in timeouts if isinstance(each, int)), None),
    )


def _resources(path: Path) -> dict[str, dict[str, Any]]:
    try:
        file = read(path)
    except Unreadable as problem:
        raise InvalidProps(f"{path.name}: {problem.message}", fix=problem.fix) from problem
    if file is None:
        raise InvalidProps(
            f"{str(path)!r} is no CloudFormation template",
            fix="name a template of cdk.out, such as cdk.out/Stack.template.json",
        )
    found = file.template.get("Resources") or {}
    return {name: body for name, body in found.items() if isinstance(body, Mapping)}  # type: ignore[misc]


def _variants(
    resources: Mapping[str, Mapping[str, Any]], model: str
) -> Iterator[Mapping[str, Any]]:
    for body in resources.values():
        if body.get("Type") != _CONFIG:
            continue
        for variant in (body.get("Properties") or {}).get("ProductionVariants") or ():
            if isinstance(variant, Mapping) and model in _referred(variant.get("ModelName")):
                yield variant


def _referred(value: Any) -> list[str]:
    if not isinstance(value, Mapping):
        return []
    attribute = value.get("Fn::GetAtt")
    if isinstance(attribute, str):
        return [attribute.split(".")[0]]
    if isinstance(attribute, list) and attribute:
        return [str(attribute[0])]
    return [str(value["Ref"])] if "Ref" in value else []
