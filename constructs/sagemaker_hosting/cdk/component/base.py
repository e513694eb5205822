"""What inference components and adapters share, owned or imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at, tag_properties
from sagemaker_hosting.cdk._roles import HasRole, attach_statements
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.component_base import InferenceComponentEndpointBase
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint, log_statements, name_of
from sagemaker_hosting.cdk.endpoint.realtime_base import BIDIRECTIONAL, INVOKE
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.monitoring.component_metrics import ComponentMetrics
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.operations.deletion import delete_component_later
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import log_group_of
from sagemaker_hosting.cdk.scaling.copy_scaling import CopyScaling
from sagemaker_hosting.cdk.scaling.scalable_component import ScalableComponent
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.naming import MAX_NAME_LENGTH, is_name, name_from_path
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_logs as logs

_TYPE: Final = "AWS::SageMaker::InferenceComponent"
SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html"
)


class ComponentBase(ComponentMetrics, cdk.Resource):
    """What inference components and adapters share. Not to be created directly."""

    @property
    def inference_component_name(self) -> str:
        """The name of the component."""
        raise NotImplementedError

    @property
    def inference_component_arn(self) -> str:
        """The ARN of the component."""
        raise NotImplementedError

    @property
    def endpoint(self) -> InferenceComponentEndpointBase:
        """The endpoint that hosts it."""
        raise NotImplementedError

    @property
    def declared_alarms(self) -> Sequence[DeclaredAlarm]:
        """The alarms that it was declared with; none of an import or an adapter."""
        return ()

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` send requests to this component, streaming responses included.

        The actions are ``sagemaker:InvokeEndpoint`` and
        ``sagemaker:InvokeEndpointWithResponseStream``, on the endpoint and this component: other
        components of the endpoint stay closed.
        """
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=list(self.invoke_actions),
            resource_arns=list(self.invoke_arns),
        )

    def grant_invoke_bidirectional_stream(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` open bidirectional streams to this component.

        The action is ``sagemaker:InvokeEndpointWithBidirectionalStream``. Clients connect to port
        8443 of the runtime, for up to 30 minutes; the image has to say that it takes such streams
        (guide pages 57 to 61).
        """
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=[BIDIRECTIONAL], resource_arns=list(self.invoke_arns)
        )

    @property
    def invoke_actions(self) -> Sequence[str]:
        """The IAM actions of those who send it requests, streaming responses included."""
        return INVOKE

    @property
    def invoke_arns(self) -> Sequence[str]:
        """What those actions have to be allowed on: the endpoint and this component."""
        return (self.endpoint.literal_arn, *self.literal_arns)

    @property
    def literal_arns(self) -> Sequence[str]:
        """The ARNs that policies name it by, without a reference to the resource."""
        place = stack_facts(self.endpoint)
        name = self.inference_component_name
        # The name is in lower case in the ARNs of endpoints; whether it is here is not documented.
        names = dict.fromkeys((name, name.lower()) if is_known(name) else (name,))
        return [place.arn("sagemaker", f"inference-component/{each}") for each in names]


class InferenceComponentBase(ComponentBase):
    """What owned and imported inference components share. Not to be created directly."""

    _scaling: CopyScaling | None = None

    @property
    def scaling(self) -> CopyScaling | None:
        """How this app scales its copies; None where it does not."""
        return self._scaling

    @property
    def log_group_name(self) -> str:
        """The name of the log group that its containers write to."""
        return f"/aws/sagemaker/InferenceComponents/{self.inference_component_name}"

    @cached_property
    def log_group(self) -> logs.ILogGroup:
        """The log group that its containers write to, for filters and subscriptions.

        Where the stack does not own it (``logs=ContainerLogs(...)``), SageMaker creates it with the
        first line; what refers to it earlier fails.
        """
        return log_group_of(self, self.log_group_name)

    def scale_copies(self, scaling: CopyScaling) -> ScalableComponent:
        """Let Application Auto Scaling set the number of copies, down to none.

        An update of the component that changes how many copies it says goes back to that number.

        Args:
            scaling: The limits, policies and schedules.

        Raises:
            InvalidProps: When the component is scaled already, or when a rule of the catalogue
                refuses the limits for it.
        """
        with declared_at(self, "Scaling"):
            if self.node.try_find_child("Scaling") is not None:
                raise InvalidProps(
                    "the component is scaled already",
                    fix="put all limits, policies and schedules into one CopyScaling, and pass it "
                    "as scaling=... where off-hours make one already",
                    source=SOURCE,
                )
            created = self._create_scaling(scaling)
        self._scaling = scaling
        return created

    def _create_scaling(self, scaling: CopyScaling) -> ScalableComponent:
        return ScalableComponent(
            self,
            "Scaling",
            inference_component_name=self.inference_component_name,
            scaling=scaling,
        )


class OwnedComponent(ComponentBase):
    """What inference components and adapters of this app share. Not to be created directly."""

    def _set(self, endpoint: InferenceComponentEndpointBase, name: str | None) -> None:
        """Set what everything else refers to."""
        if not isinstance(endpoint, InferenceComponentEndpointBase):
            raise InvalidProps(
                f"endpoint is {type(endpoint).__name__}, which hosts no inference components",
                fix="pass endpoint=InferenceComponentEndpoint(...) or one that its "
                "from_endpoint_... refer to",
                source=f"developer guide page 40; {SOURCE}",
            )
        self._endpoint = endpoint
        self._defaults = effective(self)
        self._expiry: Expiry | None = None
        self._name = name_of(self, name, self._defaults, "inference_component_name")
        if is_known(self._name) and not is_name(self._name):
            raise InvalidProps(
                f"component name {self._name!r} has {len(self._name)} characters or others than "
                "letters, digits and inner hyphens",
                fix=f"use 1 to {MAX_NAME_LENGTH}, such as {name_from_path([self._name])!r}",
                source=SOURCE,
            )

    @property
    def inference_component_name(self) -> str:
        """The name of the component, known at synthesis."""
        return self._name

    @property
    def inference_component_arn(self) -> str:
        """The ARN of the component; a token until deployment."""
        return self._resource.ref

    @property
    def endpoint(self) -> InferenceComponentEndpointBase:
        """The endpoint that hosts it."""
        return self._endpoint

    @property
    def rendered(self) -> Properties:
        """The properties as rules read them."""
        return self._rendered

    @property
    def expiry(self) -> Expiry | None:
        """When it is deleted; None for a component that stays."""
        return self._expiry

    def _expire(
        self, stated: Expiry | Explicit | None, *, before: timedelta = timedelta(0)
    ) -> None:
        """Have the component deleted when it expires, and no later than its endpoint.

        Args:
            stated: What it states.
            before: How long before that moment. Default: at that moment.

        Raises:
            InvalidProps: When its endpoint expires, and it does not or later.
        """
        own: Expiry | None = self._defaults.chosen("expiry", stated)
        host = self._endpoint.expiry if isinstance(self._endpoint, OwnedEndpoint) else None
        if host is not None and stated is None:
            own = host
        if host is not None and (own is None or own.at > host.at):
            raise InvalidProps(
                f"the endpoint expires at {host.described}, and this component "
                + ("never does" if own is None else f"at {own.described}")
                + ": an endpoint cannot be deleted while it has one",
                fix="leave out expiry, or pass one that is no later",
                source="https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
                "API_DeleteEndpoint.html",
            )
        self._expiry = own
        if own is not None:
            delete_component_later(self, own.at - before, self._name, self.literal_arns)

    def _create(
        self,
        properties: Properties,
        statements: Sequence[Properties],
        *,
        models: Sequence[ModelBase] = (),
        bases: Sequence[Properties] = (),
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the policy that the component needs, and then the component."""
        endpoint = self._endpoint
        self._defaults.check_tags(tags)
        self._rendered: Properties = {
            "InferenceComponentName": self._name,
            "EndpointName": endpoint.endpoint_name,
            **properties,
        }
        config = endpoint.config if isinstance(endpoint, OwnedEndpoint) else None
        known = config.rendered if config is not None else {}
        enforce(
            _TYPE,
            self._rendered,
            related={
                "EndpointConfig": [known] if known else [],
                "Model": [each for model in models if (each := model.rendered)],
                "Base": list(bases),
            },
        )
        holders: list[HasRole] = [*models]
        if config is not None:
            holders.append(config)
        policies = attach_statements(
            self,
            "Policy",
            {id(one.execution_role): one for one in holders}.values(),
            [*log_statements(stack_facts(self), f"InferenceComponents/{self._name}"), *statements],
            policy_name=f"Component-{self._name}",
        )
        given_arn = endpoint.given_arn
        self._resource = create_l1(
            sagemaker.CfnInferenceComponent,
            self,
            "Resource",
            {
                **self._rendered,
                "EndpointName": endpoint.deployed_name,
                "EndpointArn": given_arn,
                "Tags": tag_properties(tags),
            },
        )
        for policy in policies:
            self._resource.node.add_dependency(policy)


class ImportedComponent(InferenceComponentBase):
    """An inference component that the app does not own."""

    def __init__(
        self, scope: Construct, id: str, name: str, endpoint: InferenceComponentEndpointBase
    ) -> None:
        super().__init__(scope, id)
        self._name = name
        self._endpoint = endpoint

    @property
    def inference_component_name(self) -> str:
        """The name of the component."""
        return self._name

    @property
    def inference_component_arn(self) -> str:
        """The ARN of the component, in the account and Region of its endpoint."""
        return stack_facts(self).arn("sagemaker", f"inference-component/{self._name}")

    @property
    def endpoint(self) -> InferenceComponentEndpointBase:
        """The endpoint that hosts it."""
        return self._endpoint
