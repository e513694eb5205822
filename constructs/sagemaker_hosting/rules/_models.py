"""The model that a variant serves, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from sagemaker_hosting.facts.images import is_marketplace_account
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, Value, View, remembered

BUCKET = "AWS::S3::Bucket"
CONFIG = "AWS::SageMaker::EndpointConfig"
ENDPOINT = "AWS::SageMaker::Endpoint"
MODEL = "AWS::SageMaker::Model"
REPOSITORY = "AWS::ECR::Repository"

PRODUCTION = "ProductionVariants/*"
SHADOW = "ShadowProductionVariants/*"

_PACKAGE_ARN: Final = re.compile(r"arn:[^:]+:sagemaker:[^:]*:(\d{12}):model-package/")


def variants_of(config: Resource) -> Iterator[View]:
    """Yield every variant of an endpoint configuration, the shadow ones last."""
    yield from config.parts(PRODUCTION)
    yield from config.parts(SHADOW)


def model_of(resource: Resource, variant: View) -> Resource | None:
    """Return the model that ``variant`` of ``resource`` serves; None when it is not known."""
    if resource.template is None:
        # A fragment knows the models it is related to, not which variant serves which of them.
        place = variant.path.partition("/")[0]
        link = "ShadowModel" if place == "ShadowProductionVariants" else "Model"
        only = len(list(resource.parts(f"{place}/*"))) == 1
        return resource.related(link) if only else None
    found: Resource | None = resource.template.named(variant.get("ModelName"), MODEL, "ModelName")
    return found


@remembered
def served(config: Resource) -> Iterator[tuple[View, Resource]]:
    """Yield the variants of ``config`` whose model is known, with that model."""
    for variant in variants_of(config):
        model = model_of(config, variant)
        if model is not None:
            yield variant, model


def configs_of(model: Resource) -> list[Resource]:
    """Return the endpoint configurations of the template that serve ``model``."""
    if model.template is None:
        return []
    return [
        *model.template.leading_to(model, CONFIG, "Model"),
        *model.template.leading_to(model, CONFIG, "ShadowModel"),
    ]


def is_multi_model(model: Resource) -> bool:
    """Return whether a container of ``model`` is known to host many models."""
    return any(
        mode.text == "MultiModel"
        for path in ("PrimaryContainer/Mode", "Containers/*/Mode")
        for mode in model.values(path)
    )


def hosts_one_model(model: Resource) -> bool:
    """Return whether every container of ``model`` certainly hosts one artifact."""
    return all(
        mode.text == "SingleModel"
        for path in ("PrimaryContainer/Mode", "Containers/*/Mode")
        for mode in model.values(path)
    )


def served_models(endpoint: Resource) -> list[Resource]:
    """Return the models that ``endpoint`` serves; none unless all of them are known."""
    config = endpoint.related("EndpointConfig")
    if config is None:
        return []
    variants = list(variants_of(config))
    models = [model_of(config, variant) for variant in variants]
    known = [model for model in models if model is not None]
    complete = len(known) == len(variants) == config.get("ProductionVariants").length
    return known if complete else []


def is_multi_container(model: Resource) -> bool:
    """Return whether ``model`` is known to have several containers."""
    return (model.get("Containers").length or 0) > 1


def calls_containers_directly(model: Resource) -> bool:
    """Return whether callers of ``model`` choose the container."""
    return model.get("InferenceExecutionConfig/Mode").text == "Direct"


def is_pipeline(model: Resource) -> bool:
    """Return whether the containers of ``model`` are certainly called one after the other."""
    mode = model.get("InferenceExecutionConfig/Mode")
    return is_multi_container(model) and (mode.is_absent or mode.text == "Serial")


def marketplace_package(model: Resource) -> Value | None:
    """Return where ``model`` certainly uses a product of AWS Marketplace; None when it does not.

    The account of a package ARN tells: Marketplace publishes from an account of its own in each
    Region. Another foreign account proves nothing.
    """
    for container in containers(model):
        package = container.get("ModelPackageName")
        found = _PACKAGE_ARN.match(outline(package.raw) or "")
        if found is not None and is_marketplace_account(found.group(1)):
            return package
    return None


def bucket_of(model: Resource, url: Value) -> Resource | None:
    """Return the bucket of the template that ``url`` of ``model`` leads into; None when unknown."""
    if model.template is None:
        return None
    found: Resource | None = model.template.named(url, BUCKET, "BucketName")
    if found is not None or url.text is None:
        return found
    name = Value(url.path, url.text.removeprefix("s3://").partition("/")[0])
    named: Resource | None = model.template.named(name, BUCKET, "BucketName")
    return named


def model_prefixes(bucket: Resource) -> Sequence[tuple[Resource, str]]:
    """Return the models with many models in ``bucket``, with the certain start of their keys."""
    (prefixes,) = _prefixes(bucket.template) if bucket.template is not None else ({},)
    return prefixes.get(bucket.logical_id, ())


@remembered
def _prefixes(template: Resources) -> Iterator[dict[str, list[tuple[Resource, str]]]]:
    """Yield, once, the multi-model prefixes of a template by bucket."""
    prefixes: dict[str, list[tuple[Resource, str]]] = {}
    for model in template.of_type(MODEL):
        for container in containers(model):
            url = container.get("ModelDataUrl")
            if container.get("Mode").text != "MultiModel":
                continue
            bucket = bucket_of(model, url)
            if bucket is not None:
                key = (outline(url.raw) or "").removeprefix("s3://").partition("/")[2]
                prefixes.setdefault(bucket.logical_id, []).append((model, key.partition("$")[0]))
    yield prefixes


def repository_of(model: Resource, image: Value) -> Resource | None:
    """Return the repository of the template that ``image`` refers to; None when there is none."""
    if model.template is None or image.text is not None:
        return None
    found: Resource | None = model.template.named(image, REPOSITORY, "")
    return found


def only(config: Resource, path: str) -> View | None:
    """Return the only map of the list at ``path``; None unless there certainly is just one."""
    found = list(config.parts(f"{path}/*"))
    return found[0] if len(found) == 1 and config.get(path).length == 1 else None
