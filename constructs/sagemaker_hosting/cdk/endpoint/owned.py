"""What endpoints of this app share, whatever their kind: configuration, name, policy, scaling."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, tag_properties
from sagemaker_hosting.cdk._roles import HasRole, attach_statements
from sagemaker_hosting.cdk._surroundings import StackFacts, stack_facts
from sagemaker_hosting.cdk.defaults.alarms import chosen_health_alarms, chosen_topics
from sagemaker_hosting.cdk.defaults.effective import Effective, effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.limits import check_name as check_name_limits
from sagemaker_hosting.cdk.endpoint.base import SCALING_SOURCE, EndpointBase, arn_of
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.endpoint.imports import check_name
from sagemaker_hosting.cdk.endpoint.off_hours import may_be_off, with_off_hours
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm, create_health_alarms
from sagemaker_hosting.cdk.monitoring.watched import WatchedVariant
from sagemaker_hosting.cdk.operations.deletion import delete_endpoint_later
from sagemaker_hosting.cdk.operations.expiry import ENDPOINT_AFTER, Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import (
    COMPONENT_NAMESPACE,
    INSTANCE_NAMESPACE,
    INVOCATION_NAMESPACE,
    EndpointKind,
)
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TYPE: Final = "AWS::SageMaker::Endpoint"
_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"


class OwnedEndpoint(EndpointBase):
    """An endpoint of this app. Not to be created directly: each kind is a class of its own.

    A kind calls ``_create`` once it has its configuration, and says by overriding what is
    particular to it: what has to exist before the resource (``_prepare``), and what the resource
    says about updates (``_update_properties``).
    """

    def _create(
        self,
        *,
        config: EndpointConfigBase,
        endpoint_name: str | None,
        scaling: Mapping[str, ScalingBase],
        off_hours: OffHours | Explicit | None = None,
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the resource, the policy of its roles, and the scaling of its variants."""
        self._health_alarms: Sequence[DeclaredAlarm] = ()
        self._expiry: Expiry | None = None
        self._defaults = effective(self)
        self._defaults.check_tags(tags)
        self._config = config
        self._name = _name(self, endpoint_name, self._defaults)
        self._check_scaling(scaling)
        scaling = with_off_hours(config, scaling, self._defaults, off_hours)
        self._scaling.update(scaling)
        self._prepare()
        properties: Properties = {
            "EndpointName": self._name,
            "EndpointConfigName": config.endpoint_config_name,
            **self._update_properties(),
            "Tags": tag_properties(tags),
        }
        self._resource = create_l1(sagemaker.CfnEndpoint, self, "Resource", properties)
        for needed in config.prerequisites:
            self._resource.node.add_dependency(needed)
        self._allow()
        for variant_name, variant_scaling in scaling.items():
            child = f"Scaling-{self._id_part(variant_name)}"
            self._create_scaling(child, variant_name, variant_scaling)

    def _own_logs(self, stated: ContainerLogs | Explicit | None) -> None:
        """Create the log group before the endpoint, where somebody says so."""
        logs: ContainerLogs | None = self._defaults.chosen("logs", stated)
        if logs is not None:
            self._resource.add_resource_dependency(logs.bind(self, self.log_group_name))

    def _expire(self, stated: Expiry | Explicit | None) -> None:
        """Have the endpoint deleted when it expires, where somebody says so."""
        self._expiry = self._defaults.chosen("expiry", stated)
        if self._expiry is not None:
            at = self._expiry.at + (
                ENDPOINT_AFTER if self._config.kind == "component" else timedelta(0)
            )
            delete_endpoint_later(self, at, self._name, self.literal_arn)

    @property
    def expiry(self) -> Expiry | None:
        """When it is deleted; None for an endpoint that stays."""
        return self._expiry

    def _create_health_alarms(
        self,
        alarms: Sequence[HealthAlarm] | None,
        topics: Sequence[sns.ITopic] | None,
        usual: Sequence[HealthAlarm] = (),
    ) -> None:
        """Create what tells people about the endpoint.

        Args:
            alarms: What was asked for. None: ``usual``, where there is somebody to tell.
            topics: Who is told. None: whom the organisation's defaults say.
            usual: What a kind is watched for where nothing else is said. Default: nothing.
        """
        topics = chosen_topics(self._defaults, topics)
        several = len(self.variant_names) > 1
        on_demand = [
            variant["VariantName"]
            for variant in self._config.rendered_variants
            if (variant.get("ServerlessConfig") or {}).get("ProvisionedConcurrency") is None
        ]
        watched = [
            (
                self._id_part(name) if several else "",
                WatchedVariant(
                    kind=self._config.kind,
                    endpoint_name=self._name,
                    variant_name=name,
                    provisioned=name not in on_demand,
                ),
            )
            for name in self.variant_names
        ]
        if watched:
            alarms = chosen_health_alarms(self._defaults, alarms, watched[0][1])
        if alarms is None:
            alarms = usual if topics else ()
        self._health_alarms = create_health_alarms(self, alarms, watched, topics)

    @property
    def health_alarm_arns(self) -> Sequence[str]:
        """The ARNs of its health alarms, for dashboards and composite alarms."""
        return tuple(each.arn for each in self._health_alarms)

    @property
    def declared_alarms(self) -> Sequence[DeclaredAlarm]:
        """Its alarms, with what they watch."""
        return tuple(self._health_alarms)

    def _prepare(self) -> None:
        """Create what the resource refers to."""

    def _update_properties(self) -> Properties:
        """Return what says how an update goes, once the rules have looked at it."""
        self._enforce({})
        return {}

    def _enforce(self, properties: Properties, alarms: Sequence[Properties] = ()) -> None:
        rendered = self._config.rendered
        enforce(
            _TYPE,
            {"EndpointName": self._name, **properties},
            related={"EndpointConfig": [rendered] if rendered else [], "Alarm": alarms},
        )

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint, known at synthesis."""
        return self._name

    @property
    def endpoint_arn(self) -> str:
        """The ARN of the endpoint; a token until deployment. It has the name in lower case."""
        return self._resource.ref

    @property
    def literal_arn(self) -> str:
        """The ARN without a reference to the resource, so that a policy with it does not wait."""
        # It may be its own execution role that invokes it, which the endpoint waits for.
        return arn_of(stack_facts(self), self._name)

    @property
    def deployed_name(self) -> str:
        """The name for properties of what has to wait for the endpoint."""
        return self._resource.attr_endpoint_name

    @property
    def config(self) -> EndpointConfigBase:
        """The configuration that it runs."""
        return self._config

    @property
    def variant_names(self) -> Sequence[str]:
        """The names of the production variants."""
        return [variant.variant_name for variant in self._config.variants]

    @property
    def shadow_variant_name(self) -> str | None:
        """The name of the shadow variant; None without one."""
        shadow = self._config.shadow_variant
        return None if shadow is None else shadow.variant_name

    def _create_scaling(self, id: str, variant_name: str, scaling: ScalingBase) -> ScalableVariant:
        rendered = {item["VariantName"]: item for item in self._config.rendered_served}
        if rendered and is_known(variant_name) and variant_name not in rendered:
            raise InvalidProps(
                f"there is no variant {variant_name!r} to scale",
                fix=f"name one of {', '.join(rendered)}",
                source=SCALING_SOURCE,
            )
        variant = rendered.get(variant_name)
        if variant is not None:
            scaling.check_initial(f"variant {variant_name}", variant)
            hours = self._defaults.value("off_hours")
            if (
                hours is not None
                and variant_name not in self._scaling
                and may_be_off(scaling, variant, hours)
            ):
                scaling = scaling.off_hours(hours)
        scalable = ScalableVariant(
            self,
            id,
            endpoint_name=self._name,
            variant_name=variant_name,
            scaling=scaling,
            endpoint=self._resource,
            config=self._config.rendered,
        )
        if variant_name not in self._scaling:
            self._scaling[variant_name] = scaling
            self._scaled_later()
        return scalable

    def _scaled_later(self) -> None:
        """Take notice that a variant is scaled, after the resource was created."""

    def _check_scaling(self, scaling: Mapping[str, ScalingBase]) -> None:
        names = [variant.variant_name for variant in self._config.served]
        unknown = [name for name in scaling if is_known(name) and names and name not in names]
        if unknown:
            raise InvalidProps(
                f"scaling names the variant {unknown[0]!r}, which the configuration does not have",
                fix=f"name one of {', '.join(names)}",
                source=_SOURCE,
            )

    def _role_statements(self) -> list[Properties]:
        """Return what the execution roles need because of this endpoint."""
        return [
            *log_statements(stack_facts(self), f"Endpoints/{self._name}"),
            publish_statement(self._config.kind),
            *self._alarm_statements(),
            *self._config.role_statements(),
        ]

    def _alarm_statements(self) -> list[Properties]:
        """Return what the execution roles need to look at the alarms of an update."""
        return []

    def _allow(self) -> None:
        """Let the execution roles log, publish metrics, look at alarms and so on.

        Not through the model's own policy: the alarms depend on the configuration, and so on the
        model.
        """
        models: list[HasRole] = [
            model for variant in self._config.served for model in variant.models
        ]
        holders = {id(one.execution_role): one for one in (*models, self._config)}
        for policy in attach_statements(
            self,
            "Policy",
            holders.values(),
            self._role_statements(),
            policy_name=f"Endpoint-{self._name}",
        ):
            if isinstance(policy, cdk.CfnResource):
                self._resource.add_resource_dependency(policy)
            else:
                self._resource.node.add_dependency(policy)


def log_statements(place: StackFacts, log_group: str) -> list[Properties]:
    """Return what a role needs to write to a log group below ``/aws/sagemaker/``."""
    group = place.arn("logs", f"log-group:/aws/sagemaker/{log_group}")
    return [
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": [group, f"{group}:log-stream:*"],
        }
    ]


def publish_statement(kind: EndpointKind) -> Properties:
    """Return what a role needs to publish metrics.

    CloudWatch defines no resource for that; the namespace is what can be fixed.
    """
    namespaces = [INVOCATION_NAMESPACE, INSTANCE_NAMESPACE]
    if kind == "component":
        namespaces.append(COMPONENT_NAMESPACE)
    return {
        "Effect": "Allow",
        "Action": "cloudwatch:PutMetricData",
        "Resource": "*",
        "Condition": {"StringEquals": {"cloudwatch:namespace": namespaces}},
    }


def name_of(scope: Construct, given: str | None, defaults: Effective, argument: str) -> str:
    """Return the name of an endpoint or a component, made from its path where it states none.

    Args:
        scope: What is named.
        given: The name that it states.
        defaults: The organisation's defaults for it.
        argument: The argument that states it.

    Raises:
        InvalidProps: When the defaults do not let it have that name.
    """
    if given is None:
        prefix = defaults.value("name_prefix") or ""
        given = prefix + name_from_path(path_of(scope), max_length=MAX_NAME_LENGTH - len(prefix))
    check_name_limits(scope, defaults, given, argument)
    return given


def _name(scope: Construct, given: str | None, defaults: Effective) -> str:
    if given is not None:
        check_name(given)
    return name_of(scope, given, defaults, "endpoint_name")


def path_of(scope: Construct) -> list[str]:
    """Return the construct path, with the stack's name in it where that was chosen.

    Two stacks of one class that differ by their ``stack_name`` alone are two deployments.
    """
    place = stack_facts(scope)
    path = scope.node.path.split("/")
    above, below = path[: place.depth], path[place.depth :]
    if is_known(place.stack_name) and place.stack_name != "-".join(above):
        above = [place.stack_name]
    return [part for part in (*above, *below) if part not in ("Default", "Resource")]
