"""The model: an image, an artifact and the role that may read both."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.container import Container, Environment
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import Architecture, ContainerImage
from sagemaker_hosting.cdk.model.owned import SOURCE, OwnedModel
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from collections.abc import Mapping

    # A tenth of a second to import, and needed by models in a VPC only.
    from aws_cdk import aws_ec2 as ec2


class Model(OwnedModel):
    """A container image with its model artifact, or a version from the model registry.

    It never has a physical name: every property of a model is create-only, so a named one cannot be
    replaced. Attach it to one or more endpoint configurations.

    The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        image: ContainerImage | None = None,
        data: ModelData | None = None,
        package_arn: str | None = None,
        inference_specification_name: str | None = None,
        environment: Environment | None = None,
        container_hostname: str | None = None,
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        role: iam.IRole | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a model.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            image: The inference image. Default: none; ``package_arn`` is then required.
            data: The model artifact. Default: none; the image has to bring or fetch the model.
            package_arn: The ARN of a model package version, which states image and artifact itself;
                excludes ``image`` and ``data``. Where they lie is not in the ARN, so grant the
                model what it needs: ``bucket.grant_read(model)``, ``repository.grant_pull(model)``.
                Default: ``image`` is used.
            inference_specification_name: Which inference specification of the package is used.
                Default: its only one.
            environment: Environment variables of the container: at most 100, each key and value at
                most 1,024 characters; or the settings of a `DjlServing`, `TorchServe` or `Triton`.
                Default: none.
            container_hostname: The container's name in log streams, 1 to 63 letters, digits and
                inner hyphens. Default: SageMaker's.
            vpc: The VPC through which the containers reach the network; they need a route to S3.
                Default: SageMaker's own network.
            vpc_subnets: The subnets, in two Availability Zones or more; public ones are refused,
                because the network interfaces get no public address. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the containers have no network at all; SageMaker then fetches
                the artifact for them. ``requirements.txt`` cannot be installed. Default: False.
            role: The execution role; it is granted what the model needs, if it can be. Default: a
                new role with those permissions and nothing else.
            tags: Tags of the model, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When image and package are both given or both missing, when the subnets
                are public, when security groups come without a VPC, or when a rule of the catalogue
                refuses the rendered properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html
        """
        with declared_at(scope, id):
            container = Container(
                image=image,
                data=data,
                package_arn=package_arn,
                inference_specification_name=inference_specification_name,
                environment=environment,
                hostname=container_hostname,
            )
            super().__init__(scope, id)
            bound = container.bind(self)
            self._create(
                scope,
                [bound],
                {"PrimaryContainer": bound.properties},
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                network_isolation=network_isolation,
                role=role,
                tags=tags,
            )

    @classmethod
    def from_model_name(cls, scope: Construct, id: str, model_name: str) -> ModelBase:
        """Refer to a model that this app does not own, by name. Nothing is looked up."""
        return cls.from_model_attributes(scope, id, model_name=model_name)

    @classmethod
    def from_model_arn(cls, scope: Construct, id: str, model_arn: str) -> ModelBase:
        """Refer to a model that this app does not own, by ARN. Nothing is looked up.

        Raises:
            InvalidProps: When it is known and not the ARN of a model.
        """
        if is_known(model_arn) and ":model/" not in model_arn:
            with declared_at(scope, id):
                raise InvalidProps(
                    f"{model_arn!r} is not the ARN of a model",
                    fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:model/NAME'",
                    source=SOURCE,
                )
        parts = cdk.Stack.of(scope).split_arn(model_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
        return _ImportedModel(
            scope, id, model_name=parts.resource_name or "", role=None, arn=model_arn
        )

    @classmethod
    def from_model_attributes(
        cls,
        scope: Construct,
        id: str,
        *,
        model_name: str,
        role: iam.IRole | None = None,
        architecture: Architecture | None = None,
    ) -> ModelBase:
        """Refer to a model that this app does not own. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            model_name: Its name.
            role: Its execution role, so that an endpoint can let it write logs, describe the
                rollback alarms and store captured data. Default: none; that is then yours to do.
            architecture: What its image was built for. Default: unknown.
        """
        return _ImportedModel(
            scope, id, model_name=model_name, role=role, architecture=architecture
        )


class _ImportedModel(ModelBase):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        model_name: str,
        role: iam.IRole | None,
        architecture: Architecture | None = None,
        arn: str | None = None,
    ) -> None:
        super().__init__(scope, id, environment_from_arn=arn)
        self._model_name = model_name
        self._role = role
        self._architecture = architecture

    @property
    def model_name(self) -> str:
        return self._model_name

    @property
    def role(self) -> iam.IRole | None:
        return self._role

    @property
    def execution_role(self) -> iam.IRole | None:
        return self._role

    @property
    def architecture(self) -> Architecture | None:
        return self._architecture
