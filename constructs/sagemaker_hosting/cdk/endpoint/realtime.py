"""The real-time endpoint: model, configuration and endpoint in one."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, TypeVar

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.config import EndpointConfig
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.endpoint.endpoint import Endpoint
from sagemaker_hosting.cdk.endpoint.explainer import ClarifyExplainer
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
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.cdk.scaling.scaling import Scaling
from sagemaker_hosting.cdk.variant.capacity import InstancePool
from sagemaker_hosting.cdk.variant.instance import InstanceVariant
from sagemaker_hosting.cdk.variant.routing import Routing
from sagemaker_hosting.cdk.variant.shadow import WHOLE, ShadowVariant, check_shadow
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns

_Variant = TypeVar("_Variant", InstanceVariant, ShadowVariant)
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html"


class RealTimeEndpoint(Endpoint):
    """A real-time endpoint on instances, with everything it needs.

    It owns its configuration (id ``Config``) and, where the image is given to it, its model (id
    ``Model``). One model on one instance type is said directly; several production variants are
    said with ``variants``. It is born with a rollout, a rollback alarm and a role that may do what
    this endpoint needs and nothing else.

    Example::

        endpoint = hosting.RealTimeEndpoint(
            self,
            "Churn",
            image=hosting.ContainerImage.from_ecr(repository, tag="1.4.2"),
            data=hosting.ModelData.from_directory("model"),
            instance_type="ml.m5.xlarge",
            scaling=hosting.Scaling(min_capacity=2, max_capacity=20).track_invocations(
                per_instance_per_minute=900
            ),
            rollback_on=[
                hosting.RollbackAlarm.error_rate(above=0.01),
                hosting.RollbackAlarm.p99_latency(above=Duration.millis(200)),
            ],
        )
        endpoint.grant_invoke(function)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
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
        routing: Routing | None = None,
        variants: Sequence[InstanceVariant] | None = None,
        shadow_variant: ShadowVariant | None = None,
        scaling: Scaling | Mapping[str, Scaling] | None = None,
        rollout: RolloutStrategy | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        alarms: Sequence[HealthAlarm] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        data_capture: DataCapture | None = None,
        explainer: ClarifyExplainer | None = None,
        metrics_config: MetricsConfig | None = None,
        endpoint_name: str | None = None,
        off_hours: OffHours | Explicit | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a real-time endpoint.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            model: The model. Default: one is made of ``image``, ``data`` and ``environment``.
            image: The inference image of a model of its own. Default: ``model`` is used.
            data: The artifact of a model of its own. Default: the image brings the model.
            environment: The environment of a model of its own. Default: none.
            instance_type: Such as ``ml.m5.xlarge``. Default: ``instance_pools`` or ``variants`` is
                used; one of the three is required.
            instance_pools: 1 to 5 instance types in the order of priority, for when the first one
                has no capacity. Default: none.
            initial_instance_count: Instances at creation. Default: the minimum of ``scaling``,
                otherwise 1.
            volume_size: The storage volume of each instance, 1 to 512 GiB. Default: SageMaker's.
            model_data_download_timeout: 60 to 3,600 seconds. Default: SageMaker's.
            container_startup_health_check_timeout: 60 to 3,600 seconds. Default: SageMaker's.
            routing: How requests spread over the instances. Default: at random.
            variants: 1 to 10 production variants, each with its own model and instances, and with
                every setting that there is. Default: one, called ``AllTraffic``, of the arguments
                above.
            shadow_variant: What gets copies of the requests to the only production variant, while
                callers never hear of it. Default: none.
            scaling: Autoscaling of the only variant, and of its shadow alike; or by variant name,
                that of the shadow included. Default: none.
            rollout: How an update moves traffic. Default: a canary of 10 % with bakes, or all at
                once with a bake where the fleet is one instance.
            rollback_on: What takes an update back, 1 to 10 alarms in all. Default: more than 5 % of
                the requests to the new fleet fail with a 5xx status. An empty sequence means no
                alarms.
            alarms: What somebody is told about beside the rollback alarms. Default: nothing.
            alarm_topics: Who is told when an alarm of either sort goes off. Default: nobody.
            encryption_key: The KMS key of the storage volumes; refused by instances with local NVMe
                storage. Default: a key of SageMaker.
            data_capture: What is captured of requests and responses. Default: nothing.
            explainer: Has SageMaker Clarify explain the answers, which then have another form.
                Default: none.
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

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html
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
                "routing": routing,
            }
            check_shadow(shadow_variant)
            if variants is not None:
                refuse_both("variants", single, _SOURCE)
            elif instance_type is None and not instance_pools:
                raise InvalidProps(
                    "a real-time endpoint needs an instance type",
                    fix="pass instance_type='ml.m5.large' or another, or variants=[...]",
                    source=_SOURCE,
                )
            cdk.Resource.__init__(self, scope, id)
            in_stack_of(self, scope)
            if variants is None:
                variants = [
                    InstanceVariant(
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
                        container_startup_health_check_timeout=(
                            container_startup_health_check_timeout
                        ),
                        routing=routing,
                        # At this weight a percentage that only CloudFormation knows is a weight.
                        initial_variant_weight=(
                            1
                            if shadow_variant is None
                            or is_known(shadow_variant.sampling_percentage)
                            else WHOLE
                        ),
                    )
                ]
            by_variant = _by_variant(scaling, variants, shadow_variant)
            config = EndpointConfig(
                self,
                "Config",
                variants=[_with_minimum(variant, by_variant) for variant in variants],
                shadow_variant=(
                    _with_minimum(shadow_variant, by_variant)
                    if shadow_variant is not None
                    else None
                ),
                encryption_key=encryption_key,
                data_capture=data_capture,
                explainer=explainer,
                metrics_config=metrics_config,
                tags=tags,
            )
            self._create_guarded(
                config=config,
                endpoint_name=endpoint_name,
                rollout=rollout,
                rollback_on=rollback_on,
                scaling=by_variant,
                off_hours=off_hours,
                alarm_topics=alarm_topics,
                tags=tags,
            )
            self._own_logs(logs)
            self._expire(expiry)
            self._create_health_alarms(alarms, alarm_topics)

    @property
    def model(self) -> ModelBase:
        """The model of its first variant."""
        return self._config.variants[0].models[0]


def _by_variant(
    scaling: Scaling | Mapping[str, Scaling] | None,
    variants: Sequence[InstanceVariant],
    shadow: ShadowVariant | None,
) -> Mapping[str, Scaling]:
    if scaling is None:
        return {}
    if not isinstance(scaling, Scaling):
        return scaling
    if len(variants) != 1:
        names = ", ".join(variant.variant_name for variant in variants)
        raise InvalidProps(
            f"one scaling for the {len(variants)} variants {names}",
            fix="pass scaling={'VARIANT': Scaling(...), ...}, so that each has its own",
            source=_SOURCE,
        )
    # At a spike a shadow that stays as it is would be compared with more instances than it has.
    return {each.variant_name: scaling for each in (*variants, shadow) if each is not None}


def _with_minimum(variant: _Variant, scaling: Mapping[str, Scaling]) -> _Variant:
    own = scaling.get(variant.variant_name)
    if own is None or variant.initial_instance_count is not None:
        return variant
    return dataclasses.replace(variant, initial_instance_count=own.initial)
