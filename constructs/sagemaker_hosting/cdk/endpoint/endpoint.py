"""The endpoint: what callers invoke, with its guardrails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import (
    Properties,
    create_l1,
    declared_at,
    l1_properties,
    tag_properties,
)
from sagemaker_hosting.cdk._roles import HasRole, attach_statements
from sagemaker_hosting.cdk._surroundings import StackFacts, in_stack_of, stack_facts
from sagemaker_hosting.cdk.endpoint import guardrails
from sagemaker_hosting.cdk.endpoint.base import (
    SCALING_SOURCE,
    EndpointBase,
    ImportedEndpoint,
    arn_of,
)
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.rollout.base import Fleet, RolloutStrategy
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.cdk.scaling.scaling import Scaling
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TYPE: Final = "AWS::SageMaker::Endpoint"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"


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
                once with a bake where the fleet is one instance.
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
        self._name = _name(self, endpoint_name)
        self._scaling = dict(scaling)
        self._check_scaling(scaling)
        self._rollout = rollout
        _, _, rollback_on = self._guardrails(rollback_on)
        self._alarms = guardrails.create_alarms(
            self,
            endpoint_name=self._name,
            config=config,
            id_parts={name: self._id_part(name) for name in self.variant_names},
            rollback_on=rollback_on,
            topics=alarm_topics,
        )
        properties: Properties = {
            "EndpointName": self._name,
            "EndpointConfigName": config.endpoint_config_name,
            **self._update_properties(),
            "Tags": tag_properties(tags),
        }
        self._resource = create_l1(sagemaker.CfnEndpoint, self, "Resource", properties)
        self._allow(self._alarms.arns)
        for variant_name, variant_scaling in scaling.items():
            child = f"Scaling-{self._id_part(variant_name)}"
            self._create_scaling(child, variant_name, variant_scaling)

    def _guardrails(
        self, rollback_on: Sequence[RollbackAlarm] | None
    ) -> tuple[Fleet, RolloutStrategy | None, Sequence[RollbackAlarm]]:
        """Return the fleet as it is scaled so far, with its rollout and alarms."""
        fleet = guardrails.fleet_of(self._config, self._scaling)
        return fleet, *guardrails.choose(self._config, fleet, self._rollout, rollback_on)

    def _update_properties(self) -> Properties:
        """Return what says how an update goes; it follows from what is scaled, too."""
        fleet, rollout, _ = self._guardrails([])
        deployment = None if rollout is None else rollout.render(fleet, self._alarms.names)
        properties: Properties = {"DeploymentConfig": deployment}
        if self._scaling:
            properties |= _RETAINED
        variants = list(self._config.rendered_variants)
        enforce(
            _TYPE,
            {"EndpointName": self._name, **properties},
            related={
                "EndpointConfig": [{"ProductionVariants": variants}] if variants else [],
                "Alarm": self._alarms.rendered,
            },
        )
        return properties

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
        return cls.from_endpoint_attributes(
            scope, id, endpoint_name=endpoint_name, variant_names=variant_names
        )

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
            with declared_at(scope, id):
                raise InvalidProps(
                    "an imported endpoint needs a name or an ARN; neither is given",
                    fix="pass endpoint_name=... or endpoint_arn=...",
                    source=_SOURCE,
                )
        with declared_at(scope, id):
            if endpoint_arn is not None and is_known(endpoint_arn):
                _check_arn(endpoint_arn)
            if endpoint_name is not None:
                _check_name(endpoint_name)
        if endpoint_name is None:
            assert endpoint_arn is not None
            parts = cdk.Stack.of(scope).split_arn(endpoint_arn, cdk.ArnFormat.SLASH_RESOURCE_NAME)
            endpoint_name = parts.resource_name or ""
        return ImportedEndpoint(scope, id, endpoint_name, variant_names, endpoint_arn)

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint, known at synthesis."""
        return self._name

    @property
    def endpoint_arn(self) -> str:
        """The ARN of the endpoint; a token until deployment. It has the name in lower case."""
        return self._resource.ref

    @property
    def _literal_arn(self) -> str:
        # By name, so that whoever may invoke does not have to wait for the endpoint: it may be its
        # own execution role, which the endpoint waits for.
        return arn_of(stack_facts(self), self._name)

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
        return tuple(self._alarms.names)

    def _create_scaling(self, id: str, variant_name: str, scaling: Scaling) -> ScalableVariant:
        rendered = {item["VariantName"]: item for item in self._config.rendered_variants}
        if rendered and is_known(variant_name) and variant_name not in rendered:
            raise InvalidProps(
                f"there is no variant {variant_name!r} to scale",
                fix=f"name one of {', '.join(rendered)}",
                source=SCALING_SOURCE,
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
        if variant_name not in self._scaling:
            self._scaling[variant_name] = scaling
            for name, value in l1_properties(self._update_properties()).items():
                setattr(self._resource, name, value)
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
        models: list[HasRole] = [
            model for variant in self._config.variants for model in variant.models
        ]
        holders = {id(one.execution_role): one for one in (*models, self._config)}
        for policy in attach_statements(
            self, "Policy", holders.values(), statements, policy_name=f"Endpoint-{self._name}"
        ):
            if isinstance(policy, cdk.CfnResource):
                self._resource.add_resource_dependency(policy)
            else:
                self._resource.node.add_dependency(policy)


_RETAINED: Final[Properties] = {
    "RetainAllVariantProperties": True,
    "ExcludeRetainedVariantProperties": [
        {"VariantPropertyType": "DesiredWeight"},
        {"VariantPropertyType": "DataCaptureConfig"},
    ],
}


def _name(scope: Construct, given: str | None) -> str:
    if given is None:
        return name_from_path(_path(scope))
    _check_name(given)
    return given


def _check_arn(arn: str) -> None:
    parts = arn.split(":", 5)
    if len(parts) != 6 or parts[2] != "sagemaker" or not parts[5].startswith("endpoint/"):
        raise InvalidProps(
            f"{arn!r} is not the ARN of an endpoint",
            fix="pass 'arn:aws:sagemaker:REGION:ACCOUNT:endpoint/NAME'",
            source=_SOURCE,
        )


def _check_name(given: str) -> None:
    if is_known(given) and not is_name(given):
        raise InvalidProps(
            f"endpoint name {given!r} has {len(given)} characters or others than letters, digits "
            "and inner hyphens",
            fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([given])!r}",
            source=_SOURCE,
        )


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


def _path(scope: Construct) -> list[str]:
    """Return the construct path, with the stack's name in it where that was chosen.

    Two stacks of one class that differ by their ``stack_name`` alone are two deployments.
    """
    place = stack_facts(scope)
    path = scope.node.path.split("/")
    above, below = path[: place.depth], path[place.depth :]
    if is_known(place.stack_name) and place.stack_name != "-".join(above):
        above = [place.stack_name]
    return [part for part in (*above, *below) if part not in ("Default", "Resource")]
