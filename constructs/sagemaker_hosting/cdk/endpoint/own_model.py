"""Endpoints that are given a model or a variant, or the parts of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from constructs import Construct

from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model.model import Model
from sagemaker_hosting.core.errors import InvalidProps

_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html"


def refuse_both(
    whole: str, parts: Mapping[str, Any], source: str, *, into: str = "an InstanceVariant"
) -> None:
    """Refuse the parts of something beside whole ones.

    Args:
        whole: The argument that takes whole ones.
        parts: The arguments that make one, by name.
        source: Who says so.
        into: What they can be moved into. Default: ``an InstanceVariant``.

    Raises:
        InvalidProps: When one of them is given.
    """
    given = [name for name, value in parts.items() if value is not None]
    if given:
        raise InvalidProps(
            f"{whole} and {', '.join(given)} are both given",
            fix=f"move {', '.join(given)} into {into}, or leave out {whole}",
            source=source,
        )


def given_or_own_model(
    scope: Construct,
    model: ModelBase | None,
    image: ContainerImage | None,
    data: ModelData | None,
    environment: Mapping[str, str] | None,
    instance_types: Sequence[str | None] = (),
    *,
    vpc: Explicit | None = None,
    network_isolation: bool | None = None,
) -> ModelBase:
    """Return ``model``, or one of its own (id ``Model``) made of the other arguments.

    Args:
        scope: The endpoint.
        model: A model that was declared apart.
        image: The image of its own model.
        data: The artifact of its own model.
        environment: The environment of its own model.
        instance_types: What its own model runs on, for which a local image is built; what was left
            out counts as nothing. Default: not on instances.
        vpc: ``Explicit.NONE`` for an endpoint in no VPC. Default: as for any model.
        network_isolation: False for an endpoint that cannot be isolated. Default: as for any model.

    Raises:
        InvalidProps: When both are given, or neither makes a model.
    """
    if model is None:
        if image is not None:
            image = image.built_for([each for each in instance_types if each is not None])
        return Model(
            scope,
            "Model",
            image=image,
            data=data,
            environment=environment,
            vpc=vpc,
            network_isolation=network_isolation,
        )
    if image is not None or data is not None or environment is not None:
        raise InvalidProps(
            "a model and the parts of another one (image, data, environment) are both given",
            fix="leave out model, or move image, data and environment to it",
            source=_SOURCE,
        )
    return model
