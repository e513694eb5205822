"""The multi-model model: one container that serves every archive below a prefix."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.model.container import Container, Environment
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model.multi_model_data import MultiModelData
from sagemaker_hosting.cdk.model.owned import OwnedModel

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2


class MultiModel(OwnedModel):
    """Many models in one container, each loaded when it is asked for first.

    A request names its model (``TargetModel``). Give the endpoint two instances or more, and let
    callers have some of the models only: ``endpoint.grant_invoke_models(...)``.

    On instances with a GPU the image has to be Triton's, and the instance type one with a single
    GPU (guide pages 74 to 76).

    The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        image: ContainerImage,
        models: MultiModelData,
        environment: Environment | None = None,
        container_hostname: str | None = None,
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        role: iam.IRole | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a multi-model model.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            image: An image that serves many models: Triton, an image of a framework that does, or
                one with the label ``com.amazonaws.sagemaker.capabilities.multi-models=true`` and
                the multi-model API (guide pages 73 and 90).
            models: The archives.
            environment: Environment variables, or the settings of a `TorchServe` or `Triton`.
                Default: none.
            container_hostname: The container's name in log streams. Default: SageMaker's.
            vpc: The VPC through which the container reaches the network; it needs a route to S3.
                Default: SageMaker's own network.
            vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the container has no network at all. Default: False.
            role: The execution role; it is granted what the model needs, if it can be. Default: a
                new role with those permissions and nothing else.
            tags: Tags of the model, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the rendered properties.

        Source: guide pages 69 to 107;
        https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html
        """
        with declared_at(scope, id):
            container = Container(
                image=image, data=models, environment=environment, hostname=container_hostname
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
