"""A container of a model: its image, its artifact, its environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from constructs import Construct

from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk.model.artifact import declared_by
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import Architecture, ContainerImage
from sagemaker_hosting.cdk.model.model_server import ModelServer
from sagemaker_hosting.cdk.model.multi_model_data import MultiModelData
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.images import Image

if TYPE_CHECKING:
    from sagemaker_hosting.artifact.contents import Contents
    from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile

SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"
)

Environment = Mapping[str, str] | ModelServer
"""Environment variables, or the settings of a model server that stand for them."""


@dataclass(frozen=True, kw_only=True)
class BoundContainer:
    """A container as a model uses it.

    Attributes:
        properties: A ``ContainerDefinition``.
        statements: What the execution role has to be allowed.
        architecture: What the image was built for; None when unknown.
        artifact_bytes: The size of the artifact unpacked; None when unknown.
        artifact: What the artifact holds, where it lies on this machine; None elsewhere.
        declared: What the container says of the artifact that it opens.
        dockerfile: What its image is built from, where it is built here.
    """

    properties: Properties
    statements: tuple[Properties, ...]
    architecture: Architecture | None = None
    artifact_bytes: int | None = None
    artifact: Contents | None = None
    declared: Declaration = field(default_factory=Declaration)
    dockerfile: Dockerfile | None = None


@dataclass(frozen=True, kw_only=True)
class Container:
    """One container of an `InferencePipeline` or a `MultiContainerModel`.

    Attributes:
        image: The inference image. It listens on the port in ``SAGEMAKER_BIND_TO_PORT`` and carries
            the label ``com.amazonaws.sagemaker.capabilities.accept-bind-to-port=true`` (guide pages
            122 and 130). Default: none; ``package_arn`` is then required.
        data: The model artifact; in a pipeline also the archives of a multi-model container.
            Default: none; the image has to bring or fetch the model.
        package_arn: The ARN of a model package version, which states image and artifact itself.
            Default: ``image`` is used.
        inference_specification_name: Which inference specification of the package is used. Default:
            its only one.
        environment: Environment variables: at most 100, each key and value at most 1,024
            characters; or the settings of a `DjlServing`, `TorchServe` or `Triton`. Default: none.
        hostname: The container's name, 1 to 63 letters, digits and inner hyphens; in log streams
            and, for direct invocation, in requests. Default: SageMaker's, ``container-1`` and so
            on.

    Raises:
        InvalidProps: When image, artifact and package contradict each other, or a specification is
            named without a package.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html
    """

    image: ContainerImage | None = None
    data: ModelData | MultiModelData | None = None
    package_arn: str | None = None
    inference_specification_name: str | None = None
    environment: Environment | None = None
    hostname: str | None = None
    _environment: Mapping[str, str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse what says too little or contradicts itself, and render the environment."""
        check_origin(self.image, self.data, self.package_arn)
        if self.inference_specification_name is not None and self.package_arn is None:
            raise InvalidProps(
                f"inference_specification_name {self.inference_specification_name!r} without a "
                "model package",
                fix="pass package_arn=..., or leave the name out: it names a part of a package",
                source=SOURCE,
            )
        given = self.environment
        rendered = given.render() if isinstance(given, ModelServer) else dict(given or {})
        object.__setattr__(self, "_environment", rendered or None)

    def bind(self, scope: Construct) -> BoundContainer:
        """Return the container as the model ``scope`` uses it; may create assets below it."""
        statements: list[Properties] = []
        properties: Properties = {
            "ContainerHostname": self.hostname,
            "Environment": self._environment,
            "InferenceSpecificationName": self.inference_specification_name,
        }
        architecture: Architecture | None = None
        published: Image | None = None
        dockerfile: Dockerfile | None = None
        size: int | None = None
        artifact: Contents | None = None
        if self.package_arn is not None:
            properties["ModelPackageName"] = self.package_arn
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": "sagemaker:DescribeModelPackage",
                    "Resource": self.package_arn,
                }
            )
        if self.image is not None:
            image = self.image.bind(scope)
            architecture = image.architecture
            published = image.published
            dockerfile = image.dockerfile
            properties |= {"Image": image.uri, "ImageConfig": image.config}
            statements.extend(image.statements)
        if self.data is not None:
            data = self.data.bind(scope)
            size = data.unpacked_bytes
            artifact = data.contents
            properties |= data.properties
            statements.extend(data.statements)
        return BoundContainer(
            properties=properties,
            statements=tuple(statements),
            architecture=architecture,
            artifact_bytes=size,
            artifact=artifact,
            declared=declared_by(published, architecture, self._environment),
            dockerfile=dockerfile,
        )


def check_origin(
    image: ContainerImage | None,
    data: ModelData | MultiModelData | None,
    package_arn: str | None,
) -> None:
    """Refuse a container that has neither an image nor a package, or both.

    Raises:
        InvalidProps: When it is so, or when the ARN is that of no package.
    """
    if package_arn is None and image is None:
        raise InvalidProps(
            "a model needs an inference image or a model package; neither is given",
            fix="pass image=ContainerImage.from_ecr(...) or package_arn=...",
            source=f"developer guide page 22; {SOURCE}",
        )
    if package_arn is not None and (image is not None or data is not None):
        given = "image" if image is not None else "data"
        raise InvalidProps(
            f"{given} beside package_arn; a model package states its image and artifact itself",
            fix=f"leave out {given}, or leave out package_arn",
            source=SOURCE,
        )
    if package_arn is not None and is_known(package_arn):
        well_formed = package_arn.startswith("arn:") and ":model-package/" in package_arn
        if not well_formed or ":sagemaker:" not in package_arn:
            raise InvalidProps(
                f"package_arn {package_arn!r} is not the ARN of a model package",
                fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:model-package/GROUP/VERSION'",
                source=SOURCE,
            )
