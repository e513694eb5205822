"""The endpoint of inference components: instances that several models share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._roles import wait_for_policies
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.component_base import (
    ImportedInferenceComponentEndpoint,
    InferenceComponentEndpointBase,
)
from sagemaker_hosting.cdk.endpoint.config import EndpointConfig
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.endpoint.guarded import GuardedEndpoint
from sagemaker_hosting.cdk.endpoint.imports import ImportsEndpoints
from sagemaker_hosting.cdk.endpoint.metrics_config import MetricsConfig
from sagemaker_hosting.cdk.endpoint.own_model import refuse_both
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.variant.capacity import InstancePool, ManagedInstanceScaling
from sagemaker_hosting.cdk.variant.component import ComponentVariant
from sagemaker_hosting.cdk.variant.routing import Routing
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html"
)


@jsii.implements(iam.IGrantable)
class InferenceComponentEndpoint(
    ImportsEndpoints[InferenceComponentEndpointBase],
    GuardedEndpoint,
    InferenceComponentEndpointBase,
):
    """Instances that inference components share; each component brings a model.

    The execution role stands on the configuration (id ``Config``), and variants have no model.
    Components are constructs of their own, so that each can be updated, scaled and removed without
    touching the others.

    Example::

        endpoint = hosting.InferenceComponentEndpoint(
            self,
            "Shared",
            instance_type="ml.g5.12xlarge",
            managed_scaling=hosting.ManagedInstanceScaling(min_instances=1, max_instances=4),
        )
        llama = hosting.InferenceComponent(
            self,
            "Llama",
            endpoint=endpoint,
            image=hosting.ContainerImage.from_ecr(repository, tag="0.31.0"),
            requirements=hosting.ComputeRequirements(
                min_memory=Size.gibibytes(32), accelerators=2
            ),
            copies=2,
        )
        llama.grant_invoke(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        instance_type: str | None = None,
        instance_pools: Sequence[InstancePool] = (),
        initial_instance_count: int | None = None,
        managed_scaling: ManagedInstanceScaling | None = None,
        volume_size: cdk.Size | None = None,
        routing: Routing | None = None,
        variants: Sequence[ComponentVariant] | None = None,
        role: iam.IRole | None = None,
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        rollout: RolloutStrategy | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        alarms: Sequence[HealthAlarm] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        data_capture: DataCapture | None = None,
        metrics_config: MetricsConfig | None = None,
        endpoint_name: str | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an endpoint of inference components.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            instance_type: Such as ``ml.g5.12xlarge``. Default: ``instance_pools`` or ``variants``
                is used; one of the three is required.
            instance_pools: 1 to 5 instance types in the order of priority, for when the first one
                has no capacity. Default: none.
            initial_instance_count: Instances at creation, 1 or more. Default: 1, or the minimum of
                ``managed_scaling`` where that is more.
            managed_scaling: Lets the number of instances follow the copies of the components.
                Default: it stays.
            volume_size: The storage volume of each instance, 1 to 512 GiB. Default: SageMaker's.
            routing: How requests spread over copies. Default: at random.
            variants: The production variants, with every setting that there is. Default: one,
                called ``AllTraffic``, of the arguments above.
            role: The execution role; it is granted what endpoint and components need, if it can be.
                Default: a new role with those permissions and nothing else.
            vpc: The VPC through which the containers reach the network. Default: SageMaker's own
                network.
            vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether the containers have no network at all. Default: False.
            rollout: How an update of the endpoint itself (its instances, say) moves the components
                to new instances. Models are updated by their components, each with a rollout of its
                own. Default: SageMaker's, all at once.
            rollback_on: What takes an update of the endpoint back; with ``rollout`` or the usual
                one. Default: nothing.
            alarms: What somebody is told about beside the alarms of the components. Default:
                nothing.
            alarm_topics: Who is told when an alarm of either sort goes off. Default: nobody.
            encryption_key: The KMS key of the storage volumes; refused by instances with local NVMe
                storage. Default: a key of SageMaker.
            data_capture: What is captured of requests and responses. Default: nothing.
            metrics_config: How much is told to CloudWatch, and how often. Default: SageMaker's.
            endpoint_name: 1 to 63 letters, digits and inner hyphens. Default: made from the
                construct path.
            logs: The log group as a resource of the stack. Default: SageMaker creates it, and keeps
                lines for ever.
            expiry: When it is deleted, should everybody forget it. Default: never.
            tags: Tags of the endpoint and its configuration, beside those of ``Tags.of(...)``.
                Default: none.

        Raises:
            InvalidProps: When the arguments contradict each other, or when a rule of the catalogue
                refuses what they render to.

        Source: developer guide pages 23, 39, 40 and 172;
        https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html
        """
        with declared_at(scope, id):
            single = {
                "instance_type": instance_type,
                "instance_pools": instance_pools or None,
                "initial_instance_count": initial_instance_count,
                "managed_scaling": managed_scaling,
                "volume_size": volume_size,
                "routing": routing,
            }
            if variants is not None:
                refuse_both("variants", single, _SOURCE, into="a ComponentVariant")
            elif instance_type is None and not instance_pools:
                raise InvalidProps(
                    "an endpoint of inference components needs an instance type",
                    fix="pass instance_type='ml.g5.12xlarge' or another, or variants=[...]",
                    source=_SOURCE,
                )
            cdk.Resource.__init__(self, scope, id)
            in_stack_of(self, scope)
            if variants is None:
                variants = [
                    ComponentVariant(
                        instance_type=instance_type,
                        instance_pools=instance_pools,
                        initial_instance_count=initial_instance_count,
                        managed_scaling=managed_scaling,
                        volume_size=volume_size,
                        routing=routing,
                    )
                ]
            self._owned_config = EndpointConfig(
                self,
                "Config",
                variants=variants,
                role=role,
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                network_isolation=network_isolation,
                encryption_key=encryption_key,
                data_capture=data_capture,
                metrics_config=metrics_config,
                tags=tags,
            )
            self._waits_for_role = False
            self._create_guarded(
                config=self._owned_config,
                endpoint_name=endpoint_name,
                rollout=rollout,
                rollback_on=rollback_on,
                scaling={},
                alarm_topics=alarm_topics,
                tags=tags,
            )
            self._own_logs(logs)
            self._expire(expiry)
            self._create_health_alarms(alarms, alarm_topics)

    @property
    def role(self) -> iam.IRole:
        """The execution role of endpoint and components.

        What it is granted is in place before the endpoint is created. Give it to the models that
        components name: model and endpoint have to run with one role.
        """
        self._wait_for_role()
        return self._role

    @property
    def grant_principal(self) -> iam.IPrincipal:
        """The execution role, so that ``bucket.grant_read(endpoint)`` reads as it should."""
        self._wait_for_role()
        return self._role.grant_principal

    @property
    def connections(self) -> ec2.Connections:
        """The network connections of the containers.

        Raises:
            InvalidProps: When the endpoint is in no VPC.
        """
        return self._owned_config.connections

    @property
    def _role(self) -> iam.IRole:
        role = self._config.execution_role
        assert role is not None
        return role

    def _wait_for_role(self) -> None:
        if not self._waits_for_role:
            self._waits_for_role = True
            wait_for_policies(self._resource, self._role)

    @classmethod
    def _imported(
        cls,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> InferenceComponentEndpointBase:
        return ImportedInferenceComponentEndpoint(scope, id, name, variant_names, arn)
