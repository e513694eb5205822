"""The asynchronous endpoint: requests wait in a queue, responses are written to S3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.async_base import AsyncEndpointBase, ImportedAsyncEndpoint
from sagemaker_hosting.cdk.endpoint.async_inference import AsyncInference
from sagemaker_hosting.cdk.endpoint.config import EndpointConfig
from sagemaker_hosting.cdk.endpoint.guarded import GuardedEndpoint
from sagemaker_hosting.cdk.endpoint.imports import ImportsEndpoints
from sagemaker_hosting.cdk.endpoint.metrics_config import MetricsConfig
from sagemaker_hosting.cdk.endpoint.own_model import given_or_own_model, refuse_both
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.scaling.async_scaling import AsyncScaling
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.cdk.variant.capacity import InstancePool
from sagemaker_hosting.cdk.variant.instance import InstanceVariant
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns

_SOURCE = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html"


class AsyncEndpoint(ImportsEndpoints[AsyncEndpointBase], GuardedEndpoint, AsyncEndpointBase):
    """An endpoint that queues its requests, for large ones and for models that take their time.

    A request of up to 1 GB lies in S3 and may take up to an hour; the response is written to S3,
    and topics can be told. Without requests it can go down to no instances. There is one variant,
    without data capture and without shadow.

    It owns its configuration (id ``Config``) and, where the image is given to it, its model (id
    ``Model``).

    Example::

        endpoint = hosting.AsyncEndpoint(
            self,
            "Transcriber",
            image=hosting.ContainerImage.from_ecr(repository, tag="2.0.1"),
            instance_type="ml.g5.xlarge",
            async_inference=hosting.AsyncInference(output_bucket=bucket),
            scaling=hosting.AsyncScaling(min_capacity=0, max_capacity=5).track_backlog(
                per_instance=5
            ),
        )
        endpoint.grant_invoke_async(function)
        endpoint.grant_write_input(function)
        endpoint.grant_read_output(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        async_inference: AsyncInference,
        model: ModelBase | None = None,
        image: ContainerImage | None = None,
        data: ModelData | None = None,
        environment: Mapping[str, str] | None = None,
        instance_type: str | None = None,
        instance_pools: Sequence[InstancePool] = (),
        initial_instance_count: int | None = None,
        volume_size: cdk.Size | None = None,
        model_data_download_timeout: cdk.Duration | None = None,
        container_startup_health_check_timeout: cdk.Duration | None = None,
        variant: InstanceVariant | None = None,
        scaling: AsyncScaling | None = None,
        rollout: RolloutStrategy | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        alarms: Sequence[HealthAlarm] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        metrics_config: MetricsConfig | None = None,
        endpoint_name: str | None = None,
        off_hours: OffHours | Explicit | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an asynchronous endpoint.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            async_inference: Where requests and responses lie, and who is told.
            model: The model. Default: one is made of ``image``, ``data`` and ``environment``.
            image: The inference image of a model of its own. Default: ``model`` is used.
            data: The artifact of a model of its own. Default: the image brings the model.
            environment: The environment of a model of its own; model servers need their limits of
                size and time raised there (guide page 271). Default: none.
            instance_type: Such as ``ml.g5.xlarge``. Default: ``instance_pools`` or ``variant`` is
                used; one of the three is required.
            instance_pools: 1 to 5 instance types in the order of priority, for when the first one
                has no capacity. Default: none.
            initial_instance_count: Instances at creation, 1 or more. Default: the minimum of
                ``scaling`` where that is more than 0, otherwise 1.
            volume_size: The storage volume of each instance, 1 to 512 GiB. Default: SageMaker's.
            model_data_download_timeout: 60 to 3,600 seconds. Default: SageMaker's.
            container_startup_health_check_timeout: 60 to 3,600 seconds. Default: SageMaker's.
            variant: Its only variant, with every setting that there is. Default: one, called
                ``AllTraffic``, of the arguments above.
            scaling: Autoscaling; 0 is a minimum. Default: none.
            rollout: How an update moves traffic. Default: a canary of 10 % with bakes, or all at
                once with a bake where the fleet is one instance.
            rollback_on: What takes an update back, 1 to 10 alarms in all. Default: more than 5 % of
                the requests to the new fleet fail with a 5xx status. An empty sequence means no
                alarms.
            alarms: What somebody is told about. Default: where there is somebody to tell, an error
                rate above 5 %, a request that waits for more than an hour, requests that expire,
                and responses (and, where there are any, notifications) that cannot be delivered. An
                empty sequence means no alarms.
            alarm_topics: Who is told when an alarm of either sort goes off. Default: nobody.
            encryption_key: The KMS key of the storage volumes; refused by instances with local NVMe
                storage. Default: a key of SageMaker.
            metrics_config: How much is told to CloudWatch, and how often. Default: SageMaker's.
            endpoint_name: 1 to 63 letters, digits and inner hyphens. Default: made from the
                construct path.
            off_hours: When nobody needs it, so that as little of it stays as its kind allows.
                Default: never.
            logs: The log group as a resource of the stack. Default: SageMaker creates it, and keeps
                lines for ever.
            expiry: When it is deleted, should everybody forget it. Default: never.
            tags: Tags of the endpoint and its configuration, beside those of ``Tags.of(...)``.
                Default: none.

        Raises:
            InvalidProps: When the arguments contradict each other, or when a rule of the catalogue
                refuses what they render to.

        Source: developer guide pages 262 to 296;
        https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html
        """
        with declared_at(scope, id):
            single = {
                "model": model,
                "image": image,
                "data": data,
                "environment": environment,
                "instance_type": instance_type,
                "instance_pools": instance_pools or None,
                "initial_instance_count": initial_instance_count,
                "volume_size": volume_size,
                "model_data_download_timeout": model_data_download_timeout,
                "container_startup_health_check_timeout": container_startup_health_check_timeout,
            }
            if variant is not None:
                refuse_both("variant", single, _SOURCE)
            elif instance_type is None and not instance_pools:
                raise InvalidProps(
                    "an asynchronous endpoint needs an instance type",
                    fix="pass instance_type='ml.m5.large' or another, or variant=...",
                    source=_SOURCE,
                )
            cdk.Resource.__init__(self, scope, id)
            in_stack_of(self, scope)
            if variant is None:
                variant = InstanceVariant(
                    model=given_or_own_model(
                        self,
                        model,
                        image,
                        data,
                        environment,
                        [instance_type, *(one.instance_type for one in instance_pools or ())],
                    ),
                    instance_type=instance_type,
                    instance_pools=instance_pools,
                    initial_instance_count=initial_instance_count,
                    volume_size=volume_size,
                    model_data_download_timeout=model_data_download_timeout,
                    container_startup_health_check_timeout=container_startup_health_check_timeout,
                )
            config = EndpointConfig(
                self,
                "Config",
                variants=[variant],
                default_instance_count=scaling.initial if scaling is not None else 1,
                async_inference=async_inference,
                encryption_key=encryption_key,
                metrics_config=metrics_config,
                tags=tags,
            )
            self._async = async_inference
            self._notifications = config.notifications
            self._create_guarded(
                config=config,
                endpoint_name=endpoint_name,
                rollout=rollout,
                rollback_on=rollback_on,
                scaling={variant.variant_name: scaling} if scaling is not None else {},
                off_hours=off_hours,
                alarm_topics=alarm_topics,
                tags=tags,
            )
            self._own_logs(logs)
            self._expire(expiry)
            self._create_health_alarms(alarms, alarm_topics, self._usual_alarms())

    @property
    def model(self) -> ModelBase:
        """The model that it serves."""
        return self._config.variants[0].models[0]

    @property
    def success_topic(self) -> sns.ITopic | None:
        """The topic that is told of requests that are done; None without one."""
        return None if self._notifications is None else self._notifications.success_topic

    @property
    def error_topic(self) -> sns.ITopic | None:
        """The topic that is told of requests that have failed; None without one."""
        return None if self._notifications is None else self._notifications.error_topic

    def grant_write_input(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` put requests where the endpoint reads them, and nowhere else."""
        return _grant_statements(grantee, self._async.input_statements("write"))

    def grant_read_output(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` read responses, the failed ones included.

        It may list them as well: without that, S3 answers for a response that is not there yet with
        access denied, and nobody can wait for it (guide page 284).
        """
        return _grant_statements(grantee, self._async.output_statements())

    def _usual_alarms(self) -> list[HealthAlarm]:
        alarms = [
            HealthAlarm.error_rate(),
            HealthAlarm.oldest_request(above=cdk.Duration.hours(1)),
            HealthAlarm.failures("ExpiredRequests"),
            HealthAlarm.failures("ResponseUploadFailures"),
        ]
        if self._notifications is not None:
            alarms.append(HealthAlarm.failures("NotificationFailures"))
        return alarms

    @classmethod
    def _imported(
        cls,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> AsyncEndpointBase:
        return ImportedAsyncEndpoint(scope, id, name, variant_names, arn)


def _grant_statements(grantee: iam.IGrantable, statements: Sequence[Properties]) -> iam.Grant:
    grants = [
        iam.Grant.add_to_principal(
            grantee=grantee,
            actions=_listed(one["Action"]),
            resource_arns=_listed(one["Resource"]),
            conditions=one.get("Condition"),
        )
        for one in statements
    ]
    first = grants[0]
    for other in grants[1:]:
        first = first.combine(other)
    return first


def _listed(value: str | list[str]) -> list[str]:
    return value if isinstance(value, list) else [value]
