"""An inference component: a model with its share of an endpoint's instances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.component.base import (
    SOURCE,
    ImportedComponent,
    InferenceComponentBase,
    OwnedComponent,
)
from sagemaker_hosting.cdk.component.container_metrics import ContainerMetrics
from sagemaker_hosting.cdk.component.placement import Placement
from sagemaker_hosting.cdk.component.requirements import ComputeRequirements
from sagemaker_hosting.cdk.component.rollout import ComponentRollout
from sagemaker_hosting.cdk.component.specification import ComponentSpecification
from sagemaker_hosting.cdk.defaults.alarms import (
    chosen_alarms,
    chosen_health_alarms,
    chosen_topics,
)
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.limits import check_rollout
from sagemaker_hosting.cdk.endpoint import guardrails
from sagemaker_hosting.cdk.endpoint.component_base import InferenceComponentEndpointBase
from sagemaker_hosting.cdk.endpoint.own_model import refuse_both
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.data import ModelData
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.health_alarm import (
    DEFAULT_ERROR_RATE,
    HealthAlarm,
    create_health_alarms,
)
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.monitoring.watched import WatchedComponent
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import Fleet
from sagemaker_hosting.cdk.scaling.copy_scaling import CopyScaling
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.cdk.scaling.scalable_component import ScalableComponent
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import COMPONENT_SPECIFICATIONS

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_DEFAULT_ROLLOUT: Final = ComponentRollout()


class InferenceComponent(OwnedComponent, InferenceComponentBase):
    """A model with its share of an endpoint's instances, in one or more copies.

    Callers name it (``InferenceComponentName``) beside the endpoint. Its name is known at
    synthesis, so that alarms and scaling refer to it before it exists.

    The primary resource is an ``AWS::SageMaker::InferenceComponent`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint: InferenceComponentEndpointBase,
        model: ModelBase | None = None,
        image: ContainerImage | None = None,
        data: ModelData | None = None,
        environment: Mapping[str, str] | None = None,
        requirements: ComputeRequirements | None = None,
        model_data_download_timeout: cdk.Duration | None = None,
        container_startup_health_check_timeout: cdk.Duration | None = None,
        placement: Placement | None = None,
        data_cache: bool | None = None,
        container_metrics: ContainerMetrics | None = None,
        specifications: Sequence[ComponentSpecification] | None = None,
        copies: int | None = None,
        scaling: CopyScaling | None = None,
        variant_name: str | None = None,
        rollout: ComponentRollout | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        alarms: Sequence[HealthAlarm] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        inference_component_name: str | None = None,
        off_hours: OffHours | Explicit | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an inference component.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint: The endpoint that hosts it. Of an imported one the role is not known: let it
                pull the image, read the artifact and write logs yourself.
            model: The model; it has to run with the role of the endpoint (``role=endpoint.role``).
                Default: ``image`` is used.
            image: The inference image, without a model resource. Default: ``model`` is used.
            data: The artifact that goes with the image. Default: the image brings or fetches the
                model.
            environment: Environment variables that go with the image. Default: none.
            requirements: What each copy reserves on an instance. Default: ``specifications`` say;
                one of the two is required.
            model_data_download_timeout: 60 to 3,600 seconds. Default: that of the variant.
            container_startup_health_check_timeout: 60 to 3,600 seconds. Default: that of the
                variant.
            placement: On which instances copies go. Default: SageMaker's choice.
            data_cache: Whether instances keep artifact and image, so that further copies start
                sooner. Default: SageMaker's choice.
            container_metrics: Where the container offers metrics of its own. Default: ``/metrics``.
            specifications: For a variant with several instance types: what it runs and takes on
                each, 2 to 5 of them. Default: the same everywhere, of the arguments above.
            copies: Copies at creation, 1 or more. Default: the minimum of ``scaling`` where that is
                more than 0, otherwise 1.
            scaling: Autoscaling of the copies; 0 is a minimum. Default: none.
            variant_name: The variant whose instances it shares. Default: the only one of the
                endpoint.
            rollout: How an update replaces the copies. Default: batches of a quarter, with 5
                minutes of bake.
            rollback_on: What takes an update back, 1 to 10 alarms. Default: more than 5 % of the
                requests fail with a 5xx status. An empty sequence means no alarms.
            alarms: What somebody is told about. Default: where there is somebody to tell, requests
                that find no copy, unless the component goes down to none on purpose. An empty
                sequence means no alarms.
            alarm_topics: Who is told when an alarm of either sort goes off. Default: nobody.
            inference_component_name: 1 to 63 letters, digits and inner hyphens; another name is
                another component. Default: made from the construct path.
            off_hours: When nobody needs it, so that no copy stays. Default: never.
            logs: The log group as a resource of the stack. Default: SageMaker creates it, and keeps
                lines for ever.
            expiry: When it is deleted, no later than its endpoint. Default: when its endpoint
                expires.
            tags: Tags of the component, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the arguments contradict each other, when the endpoint has no such
                variant, or when a rule of the catalogue refuses what they render to.

        Source: developer guide pages 23 to 48;
        https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html
        """
        with declared_at(scope, id):
            single: dict[str, Any] = {
                "model": model,
                "image": image,
                "data": data,
                "environment": environment,
                "requirements": requirements,
                "model_data_download_timeout": model_data_download_timeout,
                "container_startup_health_check_timeout": container_startup_health_check_timeout,
                "placement": placement,
                "data_cache": data_cache,
                "container_metrics": container_metrics,
            }
            specified = _specifications(specifications, single)
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._set(endpoint, inference_component_name)
            self._scaling = scaling
            bound = [
                each.bind(
                    self if specifications is None else Construct(self, f"Specification{n}"),
                    _runs_on(endpoint, each),
                )
                for n, each in enumerate(specified, 1)
            ]
            if copies is None:
                copies = scaling.initial if scaling is not None else 1
            self._scaling = scaling = self._with_off_hours(scaling, off_hours, copies)
            alarm_topics = chosen_topics(self._defaults, alarm_topics)
            made = self._create_alarms(rollback_on, alarm_topics)
            fleet = _fleet(copies, scaling, specified)
            rendered: Properties = {
                "VariantName": endpoint.variant_called(variant_name),
                "RuntimeConfig": {"CopyCount": copies},
                "DeploymentConfig": self._chosen_rollout(rollout, fleet).render(fleet, made.names),
            }
            if specifications is None:
                rendered["Specification"] = bound[0].properties
            else:
                rendered["Specifications"] = [each.properties for each in bound]
            self._create(
                rendered,
                [
                    *(one for each in bound for one in each.statements),
                    *guardrails.alarm_statements(made.arns),
                ],
                models=[each.model for each in specified if each.model is not None],
                tags=tags,
            )
            self._expire(expiry)
            owned_logs: ContainerLogs | None = self._defaults.chosen("logs", logs)
            if owned_logs is not None:
                group = owned_logs.bind(self, self.log_group_name)
                self._resource.add_resource_dependency(group)
            if scaling is not None:
                self._create_scaling(scaling)
            watched = WatchedComponent(component_name=self._name)
            alarms = chosen_health_alarms(self._defaults, alarms, watched)
            if alarms is None:
                sleeps = scaling is not None and scaling.goes_to_zero
                alarms = [HealthAlarm.no_capacity()] if alarm_topics and not sleeps else []
            self._health_alarms = create_health_alarms(self, alarms, [("", watched)], alarm_topics)

    @classmethod
    def from_inference_component_name(
        cls,
        scope: Construct,
        id: str,
        inference_component_name: str,
        *,
        endpoint: InferenceComponentEndpointBase,
    ) -> InferenceComponentBase:
        """Refer to an inference component that this app does not own. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            inference_component_name: Its name.
            endpoint: The endpoint that hosts it.
        """
        return ImportedComponent(scope, id, inference_component_name, endpoint)

    @property
    def rollback_alarm_names(self) -> Sequence[str]:
        """The names of the alarms that take an update back; tokens until deployment."""
        return tuple(self._alarms.names)

    @property
    def health_alarm_arns(self) -> Sequence[str]:
        """The ARNs of its health alarms, for dashboards and composite alarms."""
        return tuple(each.arn for each in self._health_alarms)

    @property
    def declared_alarms(self) -> Sequence[DeclaredAlarm]:
        """Its alarms, with what they watch; those that take an update back come first."""
        return (*self._alarms.declared, *self._health_alarms)

    def _create_alarms(
        self, rollback_on: Sequence[RollbackAlarm] | None, topics: Sequence[sns.ITopic]
    ) -> guardrails.CreatedAlarms:
        guardrails.check_rollback_alarms(rollback_on)
        watched = WatchedComponent(component_name=self._name)
        rollback_on = chosen_alarms(self._defaults, rollback_on, watched)
        if rollback_on is None:
            rollback_on = [RollbackAlarm.error_rate(above=DEFAULT_ERROR_RATE)]
        self._alarms = guardrails.create_alarms(
            self,
            rollback_on,
            watch=lambda alarm: [("", _of_component(alarm, watched))],
            topics=topics,
        )
        return self._alarms

    def _with_off_hours(
        self, scaling: CopyScaling | None, stated: OffHours | Explicit | None, copies: int
    ) -> CopyScaling | None:
        hours: OffHours | None = self._defaults.chosen("off_hours", stated)
        if hours is None:
            return scaling
        usual = scaling or CopyScaling(min_capacity=copies, max_capacity=copies)
        if stated is None and not usual.saves_in(hours):
            return scaling
        return usual.off_hours(hours)

    def _chosen_rollout(self, stated: ComponentRollout | None, fleet: Fleet) -> ComponentRollout:
        chosen: ComponentRollout | None = self._defaults.chosen(
            "component_rollout", stated, argument="rollout"
        )
        fits = chosen is not None and (stated is not None or chosen.fits(fleet))
        rollout = chosen if chosen is not None and fits else _DEFAULT_ROLLOUT
        check_rollout(self, self._defaults, rollout)
        return rollout

    def _create_scaling(self, scaling: CopyScaling) -> ScalableComponent:
        scaling.check_initial(f"component {self._name}", self._rendered)
        return ScalableComponent(
            self,
            "Scaling",
            inference_component_name=self._name,
            scaling=scaling,
            component=self._resource,
            properties=self._rendered,
        )


def _specifications(
    given: Sequence[ComponentSpecification] | None, single: dict[str, Any]
) -> Sequence[ComponentSpecification]:
    if given is None:
        if single["requirements"] is None:
            raise InvalidProps(
                "an inference component needs compute requirements",
                fix="pass requirements=ComputeRequirements(min_memory=Size.gibibytes(...)), or "
                "specifications=[...]",
                source=f"developer guide page 38; {SOURCE}",
            )
        return [ComponentSpecification(**single)]
    refuse_both("specifications", single, SOURCE, into="a ComponentSpecification")
    if any(each.instance_type is None for each in given):
        raise InvalidProps(
            "one of the specifications names no instance type",
            fix="pass instance_type=... to each ComponentSpecification",
            source="https://docs.aws.amazon.com/sagemaker/latest/dg/"
            "realtime-endpoints-heterogeneous.html",
        )
    allowed = COMPONENT_SPECIFICATIONS.value
    if not allowed.holds(len(given)):
        raise InvalidProps(
            f"specifications has {len(given)} elements; CloudFormation takes {allowed}",
            fix="pass one for each instance type of the variant; for a single type pass image=... "
            "or model=..., and requirements=...",
            source=COMPONENT_SPECIFICATIONS.source,
        )
    return given


def _runs_on(
    endpoint: InferenceComponentEndpointBase, specification: ComponentSpecification
) -> Sequence[str]:
    """Return the instance types that a specification is for, as far as they are known."""
    if specification.instance_type is not None:
        return [specification.instance_type]
    if not isinstance(endpoint, OwnedEndpoint):
        return ()
    return [each for variant in endpoint.config.variants for each in variant.instance_types]


def _fleet(
    copies: Any, scaling: CopyScaling | None, specified: Sequence[ComponentSpecification]
) -> Fleet:
    limits = (copies, copies) if scaling is None else (scaling.min_capacity, scaling.max_capacity)
    return Fleet(
        sizes=[limits] if is_known(limits) and limits[1] >= 1 else None,
        start_up_seconds=max(each.start_up_seconds for each in specified),
    )


def _of_component(alarm: RollbackAlarm, watched: WatchedComponent) -> WatchedComponent:
    if alarm.variant_name is not None:
        raise InvalidProps(
            f"rollback alarm {alarm.id} of an inference component names a variant",
            fix="leave out variant_name: the component itself is watched",
            source=SOURCE,
        )
    return watched
