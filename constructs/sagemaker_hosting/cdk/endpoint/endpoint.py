"""The endpoint: what callers invoke, with its guardrails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._roles import attach_statements
from sagemaker_hosting.cdk._surroundings import StackFacts, in_stack_of, stack_facts
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.monitoring.metrics import EndpointMetrics
from sagemaker_hosting.cdk.monitoring.rollback_alarm import ExistingAlarm, RollbackAlarm, Watched
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.rollout.rollout import default_rollout
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.cdk.scaling.scaling import Scaling
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.instances import instance_type as describe_instance_type
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TYPE: Final = "AWS::SageMaker::Endpoint"
_ALARM: Final = "AWS::CloudWatch::Alarm"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"
_SCALING_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"
)
_ALARM_SOURCE: Final = (
    "developer guide page 328; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html"
)
_INVOKE: Final = ("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream")


@jsii.implements(sagemaker.IEndpoint)
class EndpointBase(EndpointMetrics, cdk.Resource):
    """What an owned and an imported endpoint share. Not to be created directly."""

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint."""
        raise NotImplementedError

    @property
    def endpoint_arn(self) -> str:
        """The ARN of the endpoint."""
        raise NotImplementedError

    @property
    def endpoint_ref(self) -> Any:
        """The reference that other L1 and L2 constructs take."""
        return _interfaces_sagemaker().EndpointReference(endpoint_arn=self.endpoint_arn)

    @property
    def variant_names(self) -> Sequence[str]:
        """The names of the production variants, as far as they are known."""
        raise NotImplementedError

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` send requests to this endpoint, streaming responses included.

        The actions are ``sagemaker:InvokeEndpoint`` and
        ``sagemaker:InvokeEndpointWithResponseStream``, on this endpoint alone.
        """
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(_INVOKE), resource_arns=[self.endpoint_arn]
        )

    def scale_variant(
        self, scaling: Scaling, *, variant_name: str | None = None
    ) -> ScalableVariant:
        """Let Application Auto Scaling set the instance count of a variant.

        An endpoint of this app keeps the capacity that scaling gave it when it is updated; weights
        and data capture come from the new configuration.

        Args:
            scaling: The limits, policies and schedules.
            variant_name: The variant. Default: the only one of the endpoint.

        Raises:
            InvalidProps: When the variant is unknown or scaled already, or when its instances
                cannot
                be scaled.
        """
        name = self._variant(variant_name)
        child = f"Scaling-{self._id_part(name)}"
        with declared_at(self, child):
            if self.node.try_find_child(child) is not None:
                raise InvalidProps(
                    f"variant {name} is scaled already",
                    fix="put all limits, policies and schedules into one Scaling",
                    source=_SCALING_SOURCE,
                )
            return self._create_scaling(child, name, scaling)

    def _id_part(self, variant_name: str) -> str:
        """Return a variant's name as a part of a construct id, which may be no token."""
        if is_known(variant_name):
            return variant_name
        names = list(self.variant_names)
        return f"Variant{names.index(variant_name)}" if variant_name in names else "Variant"

    def _create_scaling(self, id: str, variant_name: str, scaling: Scaling) -> ScalableVariant:
        return ScalableVariant(
            self,
            id,
            endpoint_name=self.endpoint_name,
            variant_name=variant_name,
            scaling=scaling,
        )


class Endpoint(EndpointBase):
    """What callers invoke: a configuration, with the guardrails of its updates.

    The name is known at synthesis: given, or made from the construct path. So alarms and scaling
    refer to it before it exists, and an update changes the endpoint in place.

    The primary resource is an ``AWS::SageMaker::Endpoint`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EndpointConfigBase,
        endpoint_name: str | None = None,
        rollout: RolloutStrategy | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        scaling: Mapping[str, Scaling] | None = None,
        alarm_topics: Sequence[sns.ITopic] = (),
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an endpoint.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            config: What it runs.
            endpoint_name: 1 to 63 letters, digits and inner hyphens; another name is another
                endpoint. Default: made from the construct path.
            rollout: How an update moves traffic. Default: a canary of 10 % with bakes, or all at
                once
                with a bake where the fleet is one instance.
            rollback_on: What takes an update back, 1 to 10 alarms in all. Default: more than 5 % of
                the requests to the new fleet fail with a 5xx status. An empty sequence means no
                alarms.
            scaling: Autoscaling by variant name; see also `scale_variant`. Default: none.
            alarm_topics: Who else is told when a rollback alarm goes off. Default: nobody.
            tags: Tags of the endpoint, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the name is malformed, when the rollout does not fit the fleet, when
                there are too many alarms, or when a rule of the catalogue refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._create(
                config=config,
                endpoint_name=endpoint_name,
                rollout=rollout,
                rollback_on=rollback_on,
                scaling=scaling or {},
                alarm_topics=alarm_topics,
                tags=tags,
            )

    def _create(
        self,
        *,
        config: EndpointConfigBase,
        endpoint_name: str | None,
        rollout: RolloutStrategy | None,
        rollback_on: Sequence[RollbackAlarm] | None,
        scaling: Mapping[str, Scaling],
        alarm_topics: Sequence[sns.ITopic],
        tags: Mapping[str, str] | None,
    ) -> None:
        self._config = config
        self._retains = bool(scaling)
        self._name = _name(self, endpoint_name)
        self._check_scaling(scaling)
        rollout, rollback_on = self._guardrails(rollout, rollback_on, autoscaled=bool(scaling))
        self._rollout = rollout
        self._alarm_names: list[str] = []
        rendered_alarms, alarm_arns = self._create_alarms(rollback_on, alarm_topics)
        fleet = self._fleet(autoscaled=bool(scaling))
        deployment = rollout.render(fleet, self._alarm_names) if rollout is not None else None
        properties: Properties = {
            "EndpointName": self._name,
            "EndpointConfigName": config.endpoint_config_name,
            "DeploymentConfig": deployment,
            **(_RETAINED if scaling else {}),
            "Tags": tag_properties(tags),
        }
        enforce(
            _TYPE,
            properties,
            related={
                "EndpointConfig": [{"ProductionVariants": list(config.rendered_variants)}]
                if config.rendered_variants
                else [],
                "Alarm": rendered_alarms,
            },
        )
        self._resource = create_l1(sagemaker.CfnEndpoint, self, "Resource", properties)
        self._allow(alarm_arns)
        for variant_name, variant_scaling in scaling.items():
            child = f"Scaling-{self._id_part(variant_name)}"
            self._create_scaling(child, variant_name, variant_scaling)

    @classmethod
    def from_endpoint_name(
        cls,
        scope: Construct,
        id: str,
        endpoint_name: str,
        *,
        variant_names: Sequence[str] = (),
    ) -> EndpointBase:
        """Refer to an endpoint of this account and Region that the app does not own.

        Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_name: Its name.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.
        """
        return _ImportedEndpoint(scope, id, endpoint_name, variant_names, None)

    @classmethod
    def from_endpoint_arn(
        cls,
        scope: Construct,
        id: str,
        endpoint_arn: str,
        *,
        variant_names: Sequence[str] = (),
    ) -> EndpointBase:
        """Refer to an endpoint that the app does not own, in the account and Region of its ARN.

        Nothing is looked up. In the ARN, SageMaker writes the name in lower case; give the name too
        through `from_endpoint_attributes` where it has capitals and you use its metrics.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_arn: Its ARN.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.
        """
        return cls.from_endpoint_attributes(
            scope, id, endpoint_arn=endpoint_arn, variant_names=variant_names
        )

    @classmethod
    def from_endpoint_attributes(
        cls,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str | None = None,
        endpoint_arn: str | None = None,
        variant_names: Sequence[str] = (),
    ) -> EndpointBase:
        """Refer to an endpoint that the app does not own. Nothing is looked up.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_name: Its name. Default: taken from the ARN.
            endpoint_arn: Its ARN. Default: this account and Region.
            variant_names: Its production variants, for metrics and scaling. Default: unknown.

        Raises:
            InvalidProps: When neither name nor ARN is given.
        """
        if endpoint_name is None and endpoint_arn is None:
            raise InvalidProps(
                "an imported endpoint needs a name or an ARN; neither is given",
                fix="pass endpoint_name=... or endpoint_arn=...",
                source=_SOURCE,
            )
        if endpoint_name is None:
            assert endpoint_arn is not None
            parts = cdk.Stack.of(scope).split_arn(endpoint_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
            endpoint_name = parts.resource_name or ""
        return _ImportedEndpoint(scope, id, endpoint_name, variant_names, endpoint_arn)

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint, known at synthesis."""
        return self._name

    @property
    def endpoint_arn(self) -> str:
        """The ARN of the endpoint; a token until deployment. It has the name in lower case."""
        return self._resource.ref

    @property
    def config(self) -> EndpointConfigBase:
        """The configuration that it runs."""
        return self._config

    @property
    def variant_names(self) -> Sequence[str]:
        """The names of the production variants."""
        return [variant.variant_name for variant in self._config.variants]

    @property
    def rollback_alarm_names(self) -> Sequence[str]:
        """The names of the alarms that take an update back; tokens until deployment."""
        return tuple(self._alarm_names)

    def _create_scaling(self, id: str, variant_name: str, scaling: Scaling) -> ScalableVariant:
        rendered = {item["VariantName"]: item for item in self._config.rendered_variants}
        if rendered and is_known(variant_name) and variant_name not in rendered:
            raise InvalidProps(
                f"there is no variant {variant_name!r} to scale",
                fix=f"name one of {', '.join(rendered)}",
                source=_SCALING_SOURCE,
            )
        variant = rendered.get(variant_name)
        if variant is not None:
            scaling.check_initial_count(variant_name, variant["InitialInstanceCount"])
        scalable = ScalableVariant(
            self,
            id,
            endpoint_name=self._name,
            variant_name=variant_name,
            scaling=scaling,
            endpoint=self._resource,
            variant=variant,
        )
        if not self._retains:
            self._resource.retain_all_variant_properties = True
            self._resource.exclude_retained_variant_properties = [
                sagemaker.CfnEndpoint.VariantPropertyProperty(
                    variant_property_type=item["VariantPropertyType"]
                )
                for item in _RETAINED["ExcludeRetainedVariantProperties"]
            ]
            self._retains = True
        return scalable

    def _check_scaling(self, scaling: Mapping[str, Scaling]) -> None:
        names = self.variant_names
        unknown = [name for name in scaling if is_known(name) and names and name not in names]
        if unknown:
            raise InvalidProps(
                f"scaling names the variant {unknown[0]!r}, which the configuration does not have",
                fix=f"name one of {', '.join(names)}",
                source=_SOURCE,
            )

    def _fleet(self, *, autoscaled: bool) -> Fleet:
        variants = self._config.variants
        return Fleet(
            counts=[item["InitialInstanceCount"] for item in self._config.rendered_variants],
            start_up_seconds=max((item.start_up_seconds for item in variants), default=600),
            autoscaled=autoscaled,
        )

    def _guardrails(
        self,
        rollout: RolloutStrategy | None,
        rollback_on: Sequence[RollbackAlarm] | None,
        *,
        autoscaled: bool,
    ) -> tuple[RolloutStrategy | None, Sequence[RollbackAlarm]]:
        supported = all(
            instance is None or instance.supports_guardrails
            for variant in self._config.variants
            if is_known(variant.instance_type)
            for instance in (describe_instance_type(variant.instance_type),)
        )
        if rollout is None:
            fleet = self._fleet(autoscaled=autoscaled)
            rollout = default_rollout(fleet, guardrails_supported=supported)
        if rollback_on is None:
            known = bool(self._config.variants)
            rollback_on = [RollbackAlarm.error_rate(above=0.05)] if supported and known else []
        if rollback_on and rollout is None:
            raise InvalidProps(
                "rollback alarms on instances that take no deployment guardrails (ml.inf1): "
                "SageMaker would update all at once and look at none of them",
                fix="choose another instance family, or pass rollback_on=[]",
                source="developer guide page 350; "
                "https://docs.aws.amazon.com/sagemaker/latest/dg/"
                "deployment-guardrails-exclusions.html",
            )
        return rollout, rollback_on

    def _create_alarms(
        self, rollback_on: Sequence[RollbackAlarm], topics: Sequence[sns.ITopic]
    ) -> tuple[list[Properties], list[str]]:
        actions = [topic.topic_arn for topic in topics] or None
        rendered: list[Properties] = []
        arns: list[str] = []
        taken: set[str] = set()
        for alarm in rollback_on:
            if isinstance(alarm, ExistingAlarm):
                self._alarm_names.append(alarm.alarm.alarm_name)
                arns.append(alarm.alarm.alarm_arn)
                continue
            for variant_name in self._watched_variants(alarm):
                child = f"{alarm.id}-{self._id_part(variant_name)}"
                if child in taken:
                    raise InvalidProps(
                        f"two rollback alarms of variant {variant_name} are called {alarm.id!r}",
                        fix="pass id=... to one of them",
                        source=_ALARM_SOURCE,
                    )
                taken.add(child)
                properties = alarm.render(
                    Watched(
                        endpoint_name=self._name,
                        variant_name=variant_name,
                        endpoint_config_name=self._config.endpoint_config_name,
                    )
                )
                assert properties is not None
                properties["AlarmActions"] = actions
                enforce(_ALARM, properties)
                rendered.append(properties)
                created = create_l1(cloudwatch.CfnAlarm, self, child, properties)
                self._alarm_names.append(created.ref)
                arns.append(created.attr_arn)
        return rendered, arns

    def _watched_variants(self, alarm: RollbackAlarm) -> Sequence[str]:
        names = self.variant_names
        if alarm.variant_name is None:
            if not names:
                raise InvalidProps(
                    f"rollback alarm {alarm.id} names no variant, and those of an imported "
                    "configuration are unknown",
                    fix="pass variant_name=... to the alarm",
                    source=_ALARM_SOURCE,
                )
            return [
                variant.variant_name
                for variant in self._config.variants
                if not is_known(variant.initial_variant_weight)
                or variant.initial_variant_weight > 0
            ]
        if names and is_known(alarm.variant_name) and alarm.variant_name not in names:
            raise InvalidProps(
                f"rollback alarm {alarm.id} watches the variant {alarm.variant_name!r}, which the "
                "configuration does not have: it would never go off",
                fix=f"name one of {', '.join(names)}",
                source=_ALARM_SOURCE,
            )
        return [alarm.variant_name]

    def _allow(self, alarm_arns: Sequence[str]) -> None:
        """Let the execution roles log, publish metrics, look at the alarms and store captures.

        Not through the model's own policy: the alarms depend on the configuration, and so on the
        model.
        """
        statements = [
            *_operation_statements(stack_facts(self), self._name),
            *_alarm_statements(alarm_arns),
            *self._config.role_statements(),
        ]
        models = {id(v.model.role): v.model for v in self._config.variants if v.model.role}
        for policy in attach_statements(
            self, "Policy", models.values(), statements, policy_name=f"Endpoint-{self._name}"
        ):
            if isinstance(policy, cdk.CfnResource):
                self._resource.add_resource_dependency(policy)
            else:
                self._resource.node.add_dependency(policy)


class _ImportedEndpoint(EndpointBase):
    def __init__(
        self,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> None:
        super().__init__(scope, id, environment_from_arn=arn)
        self._name = name
        self._variants = tuple(variant_names)
        # SageMaker writes names in ARNs in lower case, and IAM compares them by case.
        lower = name.lower() if is_known(name) else name
        self._arn = arn or stack_facts(self).arn("sagemaker", f"endpoint/{lower}")

    @property
    def endpoint_name(self) -> str:
        return self._name

    @property
    def endpoint_arn(self) -> str:
        return self._arn

    @property
    def variant_names(self) -> Sequence[str]:
        return self._variants


_RETAINED: Final[Properties] = {
    "RetainAllVariantProperties": True,
    "ExcludeRetainedVariantProperties": [
        {"VariantPropertyType": "DesiredWeight"},
        {"VariantPropertyType": "DataCaptureConfig"},
    ],
}


def _name(scope: Construct, given: str | None) -> str:
    if given is None:
        return name_from_path(
            [part for part in scope.node.path.split("/") if part not in ("Default", "Resource")]
        )
    if is_known(given) and not is_name(given):
        raise InvalidProps(
            f"endpoint name {given!r} has {len(given)} characters or others than letters, digits "
            "and inner hyphens",
            fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([given])!r}",
            source=_SOURCE,
        )
    return given


def _operation_statements(place: StackFacts, endpoint_name: str) -> list[Properties]:
    group = place.arn("logs", f"log-group:/aws/sagemaker/Endpoints/{endpoint_name}")
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [group, f"{group}:log-stream:*"],
        },
        # CloudWatch defines no resource for publishing; the namespace is what can be fixed.
        {
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {
                "StringEquals": {
                    "cloudwatch:namespace": ["AWS/SageMaker", "/aws/sagemaker/Endpoints"]
                }
            },
        },
    ]


def _alarm_statements(alarm_arns: Sequence[str]) -> list[Properties]:
    if not alarm_arns:
        return []
    return [
        {
            "Effect": "Allow",
            "Action": "cloudwatch:DescribeAlarms",
            "Resource": list(alarm_arns),
        }
    ]


def _interfaces_sagemaker() -> Any:
    from aws_cdk.interfaces import aws_sagemaker  # a large module, rarely needed

    return aws_sagemaker
