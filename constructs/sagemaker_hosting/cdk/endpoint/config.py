"""The endpoint configuration: the variants that an endpoint runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct, IDependable

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._roles import check_given_role, service_role, volume_key_statements
from sagemaker_hosting.cdk._surroundings import in_stack_of, stack_facts
from sagemaker_hosting.cdk.defaults.effective import Effective, effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.defaults.keys import chosen_volume_key, with_key
from sagemaker_hosting.cdk.defaults.limits import check_instance_types
from sagemaker_hosting.cdk.defaults.network import chosen_network
from sagemaker_hosting.cdk.endpoint.async_inference import AsyncInference, AsyncNotifications
from sagemaker_hosting.cdk.endpoint.data_capture import DataCapture
from sagemaker_hosting.cdk.endpoint.explainer import ClarifyExplainer
from sagemaker_hosting.cdk.endpoint.metrics_config import MetricsConfig
from sagemaker_hosting.cdk.variant.base import Variant
from sagemaker_hosting.cdk.variant.shadow import ShadowVariant, check_shadow
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.metrics import EndpointKind
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_NO_DEFAULTS: Final = Effective()
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
)


class EndpointConfigBase(cdk.Resource):
    """What an owned and an imported endpoint configuration share. Not to be created directly."""

    @property
    def endpoint_config_name(self) -> str:
        """The name of the configuration; of an owned one, a token until deployment."""
        raise NotImplementedError

    @property
    def variants(self) -> Sequence[Variant]:
        """The production variants; none are known of an imported configuration."""
        return ()

    @property
    def shadow_variant(self) -> ShadowVariant | None:
        """What gets copies of the requests; None without, or of an imported configuration."""
        return None

    @property
    def served(self) -> Sequence[Variant]:
        """The production variants and the shadow: everything that runs."""
        shadow = self.shadow_variant
        return self.variants if shadow is None else (*self.variants, shadow)

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them; nothing is known of an imported configuration."""
        return {}

    @property
    def rendered_variants(self) -> Sequence[Properties]:
        """``ProductionVariants`` as it is in the template; none of an imported configuration."""
        variants: Sequence[Properties] = self.rendered.get("ProductionVariants", ())
        return variants

    @property
    def rendered_served(self) -> Sequence[Properties]:
        """What `served` is in the template, the shadow last; none of an imported configuration."""
        return (*self.rendered_variants, *(self.rendered.get("ShadowProductionVariants") or ()))

    @property
    def kind(self) -> EndpointKind:
        """The kind of endpoint that it describes; ``real-time`` where nothing is known of it."""
        if self.rendered.get("AsyncInferenceConfig") is not None:
            return "asynchronous"
        if any(variant.get("ServerlessConfig") for variant in self.rendered_variants):
            return "serverless"
        if self.variants and not any(variant.models for variant in self.variants):
            return "component"
        return "real-time"

    @property
    def prerequisites(self) -> Sequence[IDependable]:
        """What has to be there before an endpoint uses it, beside what it refers to itself."""
        return ()

    @property
    def execution_role(self) -> iam.IRole | None:
        """The execution role of the configuration itself, for reading; None where models bring one.

        An endpoint of inference components runs with it.
        """
        return None

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this configuration, so that nobody else has a say in it."""
        return False

    @property
    def data_capture(self) -> DataCapture | None:
        """What is captured of requests and responses; None where nothing is, or nobody knows."""
        return None

    def role_statements(self) -> list[Properties]:
        """Return what the execution roles need because of this configuration."""
        return []


class EndpointConfig(EndpointConfigBase):
    """The variants that an endpoint runs, each with its model, instances and share of the traffic.

    A configuration is immutable: CloudFormation replaces it with any change, and moves the endpoint
    over before it deletes the old one. It never has a physical name, which would block exactly
    that.

    The primary resource is an ``AWS::SageMaker::EndpointConfig`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        variants: Sequence[Variant],
        shadow_variant: ShadowVariant | None = None,
        default_instance_count: int = 1,
        role: iam.IRole | None = None,
        vpc: ec2.IVpc | Explicit | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        network_isolation: bool | None = None,
        encryption_key: kms.IKey | Explicit | None = None,
        data_capture: DataCapture | None = None,
        async_inference: AsyncInference | None = None,
        explainer: ClarifyExplainer | None = None,
        metrics_config: MetricsConfig | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an endpoint configuration.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            variants: 1 to 10 production variants with different names, of which one at least has a
                weight above 0.
            shadow_variant: What gets copies of the requests to the production variant, which is the
                only one then. Default: none.
            default_instance_count: Instances of a variant that does not state its own initial
                count. Default: 1.
            role: The execution role of an endpoint of inference components; variants with a model
                run with the role of the model. Default: a new one where a variant has no model,
                otherwise none.
            vpc: The VPC of containers that inference components bring; a model states its own.
                Default: SageMaker's own network.
            vpc_subnets: The subnets; public ones are refused. Default: the private subnets.
            security_groups: At most 5. Default: a new one with outbound access and no inbound.
            network_isolation: Whether no container of the endpoint has any network. Default: False.
            encryption_key: The KMS key of the storage volumes. Instances with local NVMe storage
                encrypt it themselves and refuse a key. Default: a key of SageMaker.
            data_capture: What is captured of requests and responses. Default: nothing.
            async_inference: Makes the endpoint an asynchronous one: where requests and responses
                lie. Default: none.
            explainer: Has SageMaker Clarify explain the answers of a real-time endpoint. The answer
                then has another form. Default: none.
            metrics_config: How much is told to CloudWatch, and how often. Default: SageMaker's.
            tags: Tags of the configuration, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When an image does not run on its variant's instances, when a model is in
                another account or Region, when the subnets are public, or when a rule of the
                catalogue refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._variants = tuple(variants)
            check_shadow(shadow_variant, self._variants)
            self._shadow = shadow_variant
            defaults = effective(self)
            defaults.check_tags(tags)
            instance_types = [name for one in self.served for name in one.instance_types]
            check_instance_types(self, defaults, instance_types)
            isolated = self._chosen_isolation(defaults, network_isolation)
            self._encryption_key = key = chosen_volume_key(defaults, encryption_key, instance_types)
            self._data_capture = data_capture = with_key(
                defaults, "capture_key", data_capture, "data_capture"
            )
            self._async_inference = async_inference = with_key(
                defaults, "async_output_key", async_inference, "async_inference"
            )
            self._explainer = explainer
            self._notifications = self._bind_notifications()
            for variant in self.served:
                variant.check_architecture()
            self._check_environments()
            self._set_role(role)
            self._network = chosen_network(
                self,
                "configuration",
                # Models are in networks of their own.
                defaults if self._needs_role else _NO_DEFAULTS,
                vpc=vpc,
                vpc_subnets=vpc_subnets,
                security_groups=security_groups,
                source=_SOURCE,
            )
            production = [variant.render(default_instance_count) for variant in self._variants]
            properties: Properties = {
                "ProductionVariants": production,
                "ShadowProductionVariants": (
                    [self._shadow.render_beside(self._variants[0], production[0])]
                    if self._shadow is not None
                    else None
                ),
                "ExecutionRoleArn": self._role.role_arn if self._role is not None else None,
                "VpcConfig": self._network.properties if self._network else None,
                "EnableNetworkIsolation": isolated or None,
                "KmsKeyId": key.key_arn if key else None,
                "DataCaptureConfig": data_capture.render() if data_capture else None,
                "AsyncInferenceConfig": async_inference.render(self._notifications)
                if async_inference
                else None,
                "ExplainerConfig": explainer.render() if explainer else None,
                "MetricsConfig": metrics_config.render() if metrics_config else None,
                "Tags": tag_properties(tags),
            }
            # An ARN is usually a token, which could be nothing at all; a rule has to see that
            # something is given.
            given = {name: "given" for name in ("KmsKeyId", "ExecutionRoleArn") if properties[name]}
            self._rendered: Properties = {**properties, **given}
            models = [model for variant in self._variants for model in variant.models]
            shadowing = self._shadow.models if self._shadow is not None else ()
            related = {
                "Model": [each.rendered for each in models if each.rendered],
                "ShadowModel": [each.rendered for each in shadowing if each.rendered],
            }
            enforce(_TYPE, self._rendered, related=related)
            self._resource = create_l1(sagemaker.CfnEndpointConfig, self, "Resource", properties)
            self._name = self._resource.attr_endpoint_config_name
            if self._network is not None:
                self._resource.node.add_dependency(self._network.ready)

    @classmethod
    def from_endpoint_config_name(
        cls, scope: Construct, id: str, endpoint_config_name: str
    ) -> EndpointConfigBase:
        """Refer to a configuration that this app does not own. Nothing is looked up.

        Its variants are unknown, so an endpoint that uses it can be neither checked against them
        nor given alarms without naming the variant.
        """
        return _ImportedEndpointConfig(scope, id, endpoint_config_name)

    @property
    def endpoint_config_name(self) -> str:
        """The generated name of the configuration; a token until deployment."""
        return self._name

    @property
    def endpoint_config_arn(self) -> str:
        """The ARN of the configuration; a token until deployment."""
        return self._resource.ref

    @property
    def variants(self) -> Sequence[Variant]:
        """The production variants."""
        return self._variants

    @property
    def shadow_variant(self) -> ShadowVariant | None:
        """What gets copies of the requests; None without."""
        return self._shadow

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them: ARNs that are known to be given say so."""
        return self._rendered

    @property
    def execution_role(self) -> iam.IRole | None:
        """The execution role of the configuration itself, for reading; None where models bring one.

        An endpoint of inference components runs with it.
        """
        return self._role

    @property
    def owns_role(self) -> bool:
        """Whether the role was made for this configuration, so that nobody else has a say in it."""
        return self._owns_role

    @property
    def data_capture(self) -> DataCapture | None:
        """What is captured of requests and responses; None where nothing is."""
        return self._data_capture

    @property
    def notifications(self) -> AsyncNotifications | None:
        """Who is told of asynchronous requests, with the topics that were made for it."""
        return self._notifications

    @property
    def prerequisites(self) -> Sequence[IDependable]:
        """The topics with their policies: each deployment publishes a test message to them."""
        return () if self._notifications is None else self._notifications.topics

    @property
    def connections(self) -> ec2.Connections:
        """The network connections of the containers that inference components bring.

        Raises:
            InvalidProps: When the configuration is in no VPC.
        """
        if self._network is None:
            raise InvalidProps(
                "the configuration is in no VPC, so it has no security group to connect",
                fix="pass vpc=... to the configuration",
                path=self.node.path,
            )
        return self._network.connections

    def role_statements(self) -> list[Properties]:
        """Return what the execution roles need for network, encryption, capture and variants."""
        statements: list[Properties] = []
        if self._network is not None:
            statements += self._network.statements
        if self._encryption_key is not None:
            statements += volume_key_statements(self._encryption_key.key_arn)
        if self._data_capture is not None:
            statements += self._data_capture.role_statements()
        if self._async_inference is not None:
            statements += self._async_inference.role_statements(self._notifications)
        if self._explainer is not None:
            statements += self._explainer.role_statements()
        for variant in self.served:
            statements += [one for one in variant.role_statements() if one not in statements]
        return statements

    def _bind_notifications(self) -> AsyncNotifications | None:
        asynchronous = self._async_inference
        if asynchronous is None or asynchronous.notifications is None:
            return None
        bound = asynchronous.notifications.bind(self)
        models = [model for variant in self.served for model in variant.models]
        roles = {id(role): role for one in models if (role := one.execution_role) is not None}
        if roles:
            bound.allow(list(roles.values()))
        return bound

    @property
    def _needs_role(self) -> bool:
        """Whether a variant has no model, so that inference components run with the role here."""
        return any(not variant.models for variant in self._variants)

    def _set_role(self, given: iam.IRole | None) -> None:
        self._owns_role = given is None and self._needs_role
        self._role = service_role(self, "Role") if self._owns_role else given
        if given is not None:
            check_given_role(given, effective(self))

    def _chosen_isolation(self, defaults: Effective, stated: bool | None) -> bool:
        """Return whether containers have no network, where no model says so itself."""
        return bool(defaults.chosen("network_isolation", stated) if self._needs_role else stated)

    def _check_environments(self) -> None:
        for variant in self.served:
            for model in variant.models:
                check_environment(self, model, f"the model of variant {variant.variant_name}")


def check_environment(
    scope: Construct, model: Construct, what: str, where: str = "this configuration"
) -> None:
    """Refuse a model of another account or Region.

    Args:
        scope: What refers to the model.
        model: The model.
        what: What it is called in the message.
        where: What ``scope`` is called there. Default: ``this configuration``.

    Raises:
        InvalidProps: When both places are known and differ.
    """
    here, there = stack_facts(scope), stack_facts(model)
    if there is here:
        return
    for kind, mine, its in (
        ("account", here.account, there.account),
        ("Region", here.region, there.region),
    ):
        if is_known(mine) and is_known(its) and mine != its:
            raise InvalidProps(
                f"{what} is in {kind} {its}; {where} is in {kind} {mine}",
                fix=f"declare the model in {mine}: SageMaker reads models of its own account and "
                "Region only",
                source=f"developer guide page 23; {_SOURCE}",
            )


class _ImportedEndpointConfig(EndpointConfigBase):
    def __init__(self, scope: Construct, id: str, name: str) -> None:
        super().__init__(scope, id)
        self._name = name

    @property
    def endpoint_config_name(self) -> str:
        return self._name
