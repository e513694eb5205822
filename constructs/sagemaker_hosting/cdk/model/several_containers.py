"""Models of several containers: called one by one, or one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.model.container import Container
from sagemaker_hosting.cdk.model.multi_model_data import MultiModelData
from sagemaker_hosting.cdk.model.owned import OwnedModel
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.limits import CONTAINERS

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

_DIRECT: Final = (
    "developer guide pages 110 to 113; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-endpoints.html"
)
_SERIAL: Final = (
    "developer guide pages 122 and 126; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html"
)
_MOST: Final = int(CONTAINERS.value.maximum)


class _SeveralContainers(OwnedModel):
    """What models of several containers share."""

    def _create_several(
        self,
        scope: Construct,
        containers: Sequence[Container],
        mode: Literal["Direct", "Serial"],
        **arguments: Any,
    ) -> None:
        # Each container is bound below a construct of its own, so that their assets have ids.
        bound = [
            container.bind(Construct(self, f"Container{number}"))
            for number, container in enumerate(containers, start=1)
        ]
        self._create(
            scope,
            bound,
            {
                "Containers": [each.properties for each in bound],
                "InferenceExecutionConfig": {"Mode": mode},
            },
            **arguments,
        )


class MultiContainerModel(_SeveralContainers):
    """Two to fifteen containers on one endpoint, each called by its name.

    A request names its container (``TargetContainerHostname``). The containers share the memory and
    the volume of an instance; let callers have some of them only:
    ``endpoint.grant_invoke_containers(...)``.

    The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        containers: Sequence[Container],
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        role: iam.IRole | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a model whose containers are invoked directly.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            containers: 2 to 15 containers, each with a ``hostname`` of its own; none of them
                multi-model.
            vpc: The VPC through which the containers reach the network; they need a route to S3.
                Default: SageMaker's own network.
            vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the containers have no network at all. Default: False.
            role: The execution role; it is granted what the model needs, if it can be. Default: a
                new role with those permissions and nothing else.
            tags: Tags of the model, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When there are too few or too many containers, when one has no name or is
                multi-model, or when a rule of the catalogue refuses the rendered properties.

        Source: guide pages 110 to 122;
        https://docs.aws.amazon.com/sagemaker/latest/dg/multi-container-endpoints.html
        """
        with declared_at(scope, id):
            _check_count(containers, "a multi-container model", _DIRECT)
            for number, container in enumerate(containers, start=1):
                if container.hostname is None:
                    raise InvalidProps(
                        f"container {number} has no hostname, by which requests would name it",
                        fix="pass hostname='...' to each container",
                        source=_DIRECT,
                    )
                if isinstance(container.data, MultiModelData):
                    raise InvalidProps(
                        f"container {container.hostname} serves many models; containers that are "
                        "invoked directly serve one",
                        fix="use a MultiModel, or an InferencePipeline with one such container",
                        source=f"developer guide pages 71 and 81; {_DIRECT}",
                    )
            super().__init__(scope, id)
            self._create_several(
                scope,
                containers,
                "Direct",
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                network_isolation=network_isolation,
                role=role,
                tags=tags,
            )


class InferencePipeline(_SeveralContainers):
    """Two to fifteen containers in a row: what one answers is what the next is asked.

    Between two containers 5 MB go at most. The same pipeline serves an endpoint and batch transform
    jobs.

    The primary resource is an ``AWS::SageMaker::Model`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        containers: Sequence[Container],
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        role: iam.IRole | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a serial inference pipeline.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            containers: 2 to 15 containers, in the order of the calls; one of them at most serves
                many models.
            vpc: The VPC through which the containers reach the network; they need a route to S3.
                Default: SageMaker's own network.
            vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the containers have no network at all. Default: False.
            role: The execution role; it is granted what the model needs, if it can be. Default: a
                new role with those permissions and nothing else.
            tags: Tags of the model, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When there are too few or too many containers, when two of them serve many
                models, or when a rule of the catalogue refuses the rendered properties.

        Source: guide pages 122 to 133;
        https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html
        """
        with declared_at(scope, id):
            _check_count(containers, "an inference pipeline", _SERIAL)
            many = sum(isinstance(container.data, MultiModelData) for container in containers)
            if many > 1:
                raise InvalidProps(
                    f"{many} containers of a pipeline serve many models; one may",
                    fix="leave one MultiModelData, and give the other containers one model each",
                    source=f"developer guide page 71; {_SERIAL}",
                )
            super().__init__(scope, id)
            self._create_several(
                scope,
                containers,
                "Serial",
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                network_isolation=network_isolation,
                role=role,
                tags=tags,
            )


def _check_count(containers: Sequence[Container], what: str, source: str) -> None:
    if not all(isinstance(container, Container) for container in containers):
        raise InvalidProps(
            f"containers of {what} are not all containers",
            fix="pass containers=[Container(image=..., data=...), ...]",
            source=source,
        )
    if not 2 <= len(containers) <= _MOST:
        raise InvalidProps(
            f"{what} has {len(containers)} containers; allowed are 2 to {_MOST}",
            fix="use a Model for one container, and several models for more than fifteen",
            source=source,
        )
