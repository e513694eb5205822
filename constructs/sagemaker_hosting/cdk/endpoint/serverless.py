"""The serverless endpoint: a model that runs when it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.network import refuse_without_network
from sagemaker_hosting.cdk.endpoint.config import EndpointConfig
from sagemaker_hosting.cdk.endpoint.imports import ImportsEndpoints
from sagemaker_hosting.cdk.endpoint.own_model import given_or_own_model
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.endpoint.serverless_base import (
    ImportedServerlessEndpoint,
    ServerlessEndpointBase,
)
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.scaling.concurrency_scaling import ProvisionedConcurrencyScaling
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.cdk.variant.base import DEFAULT_VARIANT_NAME
from sagemaker_hosting.cdk.variant.serverless import ServerlessVariant

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns


class ServerlessEndpoint(
    ImportsEndpoints[ServerlessEndpointBase], OwnedEndpoint, ServerlessEndpointBase
):
    """An endpoint without instances: SageMaker runs the model when it is called.

    For traffic with pauses that can wait for a cold start; provisioned concurrency keeps a part
    warm. There is one variant with one container in no VPC, at most 4 MB of payload and a minute
    for an answer, and updates have no guardrails: what serverless inference does not offer has no
    argument here.

    It owns its configuration (id ``Config``) and, where the image is given to it, its model (id
    ``Model``). An endpoint on instances cannot become a serverless one in place: give it another
    id.

    Example::

        endpoint = hosting.ServerlessEndpoint(
            self,
            "Churn",
            image=hosting.ContainerImage.from_ecr(repository, tag="1.4.2"),
            data=hosting.ModelData.from_directory("model"),
            memory_size=Size.gibibytes(2),
            max_concurrency=20,
        )
        endpoint.grant_invoke(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        memory_size: cdk.Size,
        max_concurrency: int,
        provisioned_concurrency: int | None = None,
        scaling: ProvisionedConcurrencyScaling | None = None,
        model: ModelBase | None = None,
        image: ContainerImage | None = None,
        data: ModelData | None = None,
        environment: Mapping[str, str] | None = None,
        variant_name: str = DEFAULT_VARIANT_NAME,
        alarms: Sequence[HealthAlarm] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        endpoint_name: str | None = None,
        off_hours: OffHours | Explicit | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a serverless endpoint.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            memory_size: 1 to 6 GiB in whole GiB, no less than the model takes; processing power
                grows with it. New accounts are limited to 3 GiB.
            max_concurrency: The most requests at a time, 1 to 200; those beyond are throttled.
            provisioned_concurrency: How many of them are kept warm, and paid for all the time.
                Default: the minimum of ``scaling``, otherwise none.
            scaling: Autoscaling of the provisioned concurrency. Default: it stays.
            model: The model. Default: one is made of ``image``, ``data`` and ``environment``.
            image: The inference image of a model of its own, at most 10 GB, for processors without
                accelerators. Default: ``model`` is used.
            data: The artifact of a model of its own. Default: the image brings the model.
            environment: The environment of a model of its own. Default: none.
            variant_name: The name of its only variant; keep it over updates. Default:
                ``AllTraffic``.
            alarms: What somebody is told about. Default: where there is somebody to tell, an error
                rate above 5 %, more than 90 % of the concurrency in use, and requests beyond the
                provisioned concurrency where there is some. An empty sequence means no alarms.
            alarm_topics: Who is told. Default: nobody.
            encryption_key: The KMS key of the copy of the image that SageMaker keeps. Default: a
                key of SageMaker.
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
            InvalidProps: When the arguments contradict each other, when the model is in a VPC,
                isolated, or more than one container, or when a rule of the catalogue refuses what
                they render to.

        Source: developer guide pages 223 to 260;
        https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html
        """
        with declared_at(scope, id):
            cdk.Resource.__init__(self, scope, id)
            in_stack_of(self, scope)
            if model is None:
                refuse_without_network(effective(self))
            if provisioned_concurrency is None and scaling is not None:
                provisioned_concurrency = scaling.initial
            variant = ServerlessVariant(
                model=given_or_own_model(
                    self,
                    model,
                    image,
                    data,
                    environment,
                    vpc=Explicit.NONE,
                    network_isolation=False,
                ),
                variant_name=variant_name,
                memory_size=memory_size,
                max_concurrency=max_concurrency,
                provisioned_concurrency=provisioned_concurrency,
            )
            self._create(
                config=EndpointConfig(
                    self, "Config", variants=[variant], encryption_key=encryption_key, tags=tags
                ),
                endpoint_name=endpoint_name,
                scaling={variant_name: scaling} if scaling is not None else {},
                off_hours=off_hours,
                tags=tags,
            )
            usual = [HealthAlarm.error_rate(), HealthAlarm.concurrency()]
            if provisioned_concurrency is not None:
                usual.append(HealthAlarm.spillover())
            self._own_logs(logs)
            self._expire(expiry)
            self._create_health_alarms(alarms, alarm_topics, usual)

    @property
    def model(self) -> ModelBase:
        """The model that it serves."""
        return self._config.variants[0].models[0]

    @classmethod
    def _imported(
        cls,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> ServerlessEndpointBase:
        return ImportedServerlessEndpoint(scope, id, name, variant_names, arn)
