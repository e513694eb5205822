"""What an inference component runs, and what it takes to run it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.component.container_metrics import ContainerMetrics
from sagemaker_hosting.cdk.component.placement import Placement
from sagemaker_hosting.cdk.component.requirements import ComputeRequirements
from sagemaker_hosting.cdk.model.artifact import (
    check_artifact,
    check_dockerfile,
    declared_by,
)
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.data import BoundModelData, ModelData
from sagemaker_hosting.cdk.model.image import Architecture, ContainerImage
from sagemaker_hosting.cdk.variant.base import (
    DEFAULT_START_UP_SECONDS,
    check_architecture,
    check_model,
)
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::InferenceComponent"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_InferenceComponentSpecification.html"
)


@dataclass(frozen=True, kw_only=True)
class BoundSpecification:
    """A specification as a component uses it.

    Attributes:
        properties: ``Specification``, or an element of ``Specifications``.
        statements: What the execution role has to be allowed.
    """

    properties: Properties
    statements: Sequence[Properties]


def artifact_url(artifact: BoundModelData) -> str:
    """Return where the archive of a component without a model lies.

    Raises:
        InvalidProps: When it is no archive: only a model can say more than an address.
    """
    url = artifact.properties.get("ModelDataUrl")
    if not isinstance(url, str):
        raise InvalidProps(
            "the artifact of an inference component without a model is no .tar.gz archive",
            fix="declare a Model with this data and pass model=..., or pack it into an archive",
            source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
            "API_InferenceComponentContainerSpecification.html",
        )
    return url


@dataclass(frozen=True, kw_only=True)
class ComponentSpecification:
    """What an inference component runs, and what each copy takes; for all or one instance type.

    Attributes:
        requirements: What each copy reserves on an instance.
        model: The model. Default: ``image`` is used; one of the two is required.
        image: The inference image; without a model of its own the component runs with the role of
            the endpoint. Default: ``model`` is used.
        data: The artifact that goes with the image. Default: the image brings or fetches the model.
        environment: Environment variables that go with the image. Default: none.
        instance_type: The instance type that this specification is for, where a component has
            several. Default: every type of the variant.
        model_data_download_timeout: How long fetching the artifact may take, 60 to 3,600 seconds.
            Default: that of the variant.
        container_startup_health_check_timeout: How long the container may take until ``/ping``
            answers, 60 to 3,600 seconds. Default: that of the variant.
        placement: On which instances copies go. Default: SageMaker's choice.
        data_cache: Whether instances keep artifact and image, so that further copies start sooner.
            Default: SageMaker's choice.
        container_metrics: Where the container offers metrics of its own. Default: ``/metrics``
            where the endpoint has detailed observability.

    Raises:
        InvalidProps: Unless exactly one of ``model`` and ``image`` is given, or when a rule of the
            catalogue refuses the specification.

    Source: developer guide pages 37 to 48;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceComponentSpecification.html
    """

    requirements: ComputeRequirements
    model: ModelBase | None = None
    image: ContainerImage | None = None
    data: ModelData | None = None
    environment: Mapping[str, str] | None = None
    instance_type: str | None = None
    model_data_download_timeout: cdk.Duration | None = None
    container_startup_health_check_timeout: cdk.Duration | None = None
    placement: Placement | None = None
    data_cache: bool | None = None
    container_metrics: ContainerMetrics | None = None

    def __post_init__(self) -> None:
        """Refuse what runs nothing, or two things, and then ask the rules."""
        if not isinstance(self.requirements, ComputeRequirements):
            raise InvalidProps(
                f"requirements is {self.requirements!r}, not a ComputeRequirements",
                fix="pass requirements=ComputeRequirements(min_memory=Size.gibibytes(...))",
                source=_SOURCE,
            )
        if (self.model is None) == (self.image is None):
            raise InvalidProps(
                "an inference component needs a model or an image; "
                + ("neither is given" if self.model is None else "both are given"),
                fix="pass model=Model(...) or image=ContainerImage.from_ecr(...)",
                source=f"developer guide page 37; {_SOURCE}",
            )
        if self.model is not None:
            check_model(self.model, "an inference component")
            given = [n for n in ("data", "environment") if getattr(self, n) is not None]
            if given:
                raise InvalidProps(
                    f"{given[0]} beside a model, which states its own",
                    fix=f"move {given[0]} to the model, or pass image= instead of model=",
                    source=_SOURCE,
                )
        enforce(_TYPE, {"Specification": self._properties()}, partial=True)

    @property
    def start_up_seconds(self) -> int:
        """The longest that a copy may take to start, as far as it is known at synthesis."""
        stated = [
            value for value in self._startup().values() if value is not None and is_known(value)
        ]
        return max(int(sum(stated)), DEFAULT_START_UP_SECONDS)

    def bind(self, scope: Construct, instance_types: Sequence[str] = ()) -> BoundSpecification:
        """Return the specification as a component uses it; may create assets.

        Args:
            scope: The component, or what stands for one of its specifications.
            instance_types: What it runs on, for which a local image is built. Default: not known.

        Raises:
            InvalidProps: When they cannot run the image.
        """
        properties = self._properties()
        statements: list[Properties] = []
        if self.model is not None:
            self._check_architecture(self.model.architecture, instance_types)
            properties["ModelName"] = self.model.model_name
            return BoundSpecification(properties=properties, statements=statements)
        assert self.image is not None
        bound = self.image.built_for(instance_types).bind(scope)
        self._check_architecture(bound.architecture, instance_types)
        if bound.dockerfile is not None:
            check_dockerfile(scope, bound.dockerfile, architecture=bound.architecture)
        statements.extend(bound.statements)
        container: Properties = {**properties["Container"], "Image": bound.uri}
        if self.data is not None:
            artifact = self.data.bind(scope)
            if artifact.contents is not None:
                declared = declared_by(bound.published, bound.architecture, self.environment)
                check_artifact(scope, artifact.contents, declared)
            statements.extend(artifact.statements)
            container["ArtifactUrl"] = artifact_url(artifact)
        properties["Container"] = container
        return BoundSpecification(properties=properties, statements=statements)

    def _check_architecture(
        self, image: Architecture | None, instance_types: Sequence[str]
    ) -> None:
        for instance_type in instance_types:
            check_architecture("an inference component", image, instance_type)

    def _startup(self) -> Properties:
        return {
            "ModelDataDownloadTimeoutInSeconds": seconds(
                self.model_data_download_timeout, "model_data_download_timeout"
            ),
            "ContainerStartupHealthCheckTimeoutInSeconds": seconds(
                self.container_startup_health_check_timeout,
                "container_startup_health_check_timeout",
            ),
        }

    def _properties(self) -> Properties:
        """Return the specification before model, image and artifact are asked where they are."""
        startup = self._startup()
        metrics = self.container_metrics
        container: Properties = {
            "Environment": dict(self.environment) if self.environment else None,
            "ContainerMetricsConfig": metrics.render() if metrics is not None else None,
        }
        if self.image is not None:
            container["Image"] = "image"
        return {
            "InstanceType": self.instance_type,
            "ModelName": "model" if self.model is not None else None,
            "Container": container if any(v is not None for v in container.values()) else None,
            "ComputeResourceRequirements": self.requirements.render(),
            "StartupParameters": (
                startup if any(value is not None for value in startup.values()) else None
            ),
            "SchedulingConfig": self.placement.render() if self.placement is not None else None,
            "DataCacheConfig": (
                {"EnableCaching": self.data_cache} if self.data_cache is not None else None
            ),
        }
