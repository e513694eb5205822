"""Model packages and their groups, and who uses them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, View, remembered

GROUP: Final = "AWS::SageMaker::ModelPackageGroup"
PACKAGE: Final = "AWS::SageMaker::ModelPackage"
MODEL: Final = "AWS::SageMaker::Model"
PACKAGE_CONTAINERS: Final = (
    "InferenceSpecification/Containers/*",
    "AdditionalInferenceSpecifications/*/Containers/*",
)


def package_of(resource: Resource, version: Value) -> Resource | None:
    """Return the model package of the template that ``version`` names; None if not known."""
    if resource.template is None:
        return None
    package: Resource | None = resource.template.named(version, PACKAGE, "")
    return package


def packages_of(model: Resource) -> Iterator[tuple[Value, Resource]]:
    """Yield where ``model`` names a model package of the template, with that package."""
    for container in containers(model):
        value = container.get("ModelPackageName")
        package = package_of(model, value)
        if package is not None:
            yield value, package


def may_be_deployed(package: Resource) -> bool:
    """Return whether a model of the template is made from ``package``, for sure or maybe."""
    if package.template is None:
        return True
    deployed = set(_deployed(package.template))
    return None in deployed or package.logical_id in deployed


@remembered
def _deployed(template: Resources) -> Iterator[str | None]:
    """Yield the packages that models of a template are made from; None for an unknown one."""
    for model in template.of_type(MODEL):
        for path in ("PrimaryContainer/ModelPackageName", "Containers/*/ModelPackageName"):
            for value in model.values(path):
                found = package_of(model, value)
                if found is not None:
                    yield found.logical_id
                elif value.text is None:
                    yield None


def group_policy(group: Resource) -> View:
    """Return the resource policy of a group, given as an object or as text."""
    given = group.get("ModelPackageGroupPolicy")
    return View(read_document(given.raw), given.path)


def not_retained(resource: Resource) -> list[str]:
    """Return which policies of ``resource`` certainly let CloudFormation delete it."""
    if resource.template is None:
        return []
    policies = ("DeletionPolicy", "UpdateReplacePolicy")
    given = {name: resource.template.attribute(resource, name) for name in policies}
    return [
        name
        for name, value in given.items()
        if value.is_absent or value.text in ("Delete", "Snapshot")
    ]


def each_of(value: Value) -> list[Any]:
    """Return the elements of a list, or the one value where a list may stand."""
    if value.is_absent:
        return []
    return list(value.raw) if isinstance(value.raw, (list, tuple)) else [value.raw]


def as_pattern(text: str) -> str:
    """Return an ARN with wildcards in place of what is not known, in every partition and place."""
    pattern = text.replace("${?}", "*").replace("[", "[[]")
    parts = pattern.split(":", 5)
    return pattern if len(parts) < 6 else f"arn:*:{parts[2]}:*:*:{parts[5]}"
