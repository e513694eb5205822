"""What endpoints of every kind share, owned or imported: names, references, grants."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import StackFacts, stack_facts
from sagemaker_hosting.cdk.monitoring.declared import DeclaredAlarm
from sagemaker_hosting.cdk.monitoring.metrics import PublishedMetrics
from sagemaker_hosting.cdk.operations.logs import log_group_of
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

LOG_GROUPS: Final = "/aws/sagemaker/Endpoints/"
SCALING_SOURCE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"


if TYPE_CHECKING:
    from aws_cdk import aws_logs as logs


@jsii.implements(sagemaker.IEndpoint)
class EndpointBase(PublishedMetrics, cdk.Resource):
    """What owned and imported endpoints of every kind share. Not to be created directly."""

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

    @property
    def literal_arn(self) -> str:
        """The ARN without a reference to the resource, so that a policy with it does not wait."""
        return self.endpoint_arn

    @property
    def deployed_name(self) -> str:
        """The name for properties of what has to wait for the endpoint."""
        return self.endpoint_name

    @property
    def given_arn(self) -> str | None:
        """The ARN that an import was made of; None where it follows from the name."""
        return None

    @property
    def invoke_actions(self) -> Sequence[str]:
        """The IAM actions of those who send it requests; none where components are asked."""
        return ()

    @property
    def invoke_arns(self) -> Sequence[str]:
        """What those actions have to be allowed on."""
        return (self.literal_arn,)

    @property
    def declared_alarms(self) -> Sequence[DeclaredAlarm]:
        """The alarms that it was declared with; none of an import."""
        return ()

    @property
    def log_group_name(self) -> str:
        """The name of the log group that its containers write to."""
        return f"{LOG_GROUPS}{self.endpoint_name}"

    @cached_property
    def log_group(self) -> logs.ILogGroup:
        """The log group that its containers write to, for filters and subscriptions.

        Where the stack does not own it (``logs=ContainerLogs(...)``), SageMaker creates it with the
        first line; what refers to it earlier fails.
        """
        return log_group_of(self, self.log_group_name)

    def scaling_of(self, variant_name: str) -> ScalingBase | None:
        """Return how this app scales a variant; None where it does not."""
        return self._scaling.get(variant_name)

    @cached_property
    def _scaling(self) -> dict[str, ScalingBase]:
        return {}

    def variant_called(self, given: str | None) -> str:
        """Return the name of a variant.

        Args:
            given: Its name. None: the only one of the endpoint.

        Raises:
            InvalidProps: When there is no such variant, or more than one to choose from.
        """
        return self._variant(given)

    def _grant(self, grantee: iam.IGrantable, *actions: str) -> iam.Grant:
        """Let ``grantee`` do ``actions`` on this endpoint alone."""
        return iam.Grant.add_to_principal(
            grantee=grantee, actions=list(actions), resource_arns=[self.literal_arn]
        )

    def _variant(self, given: str | None) -> str:
        try:
            return super()._variant(given)
        except InvalidProps as error:
            error.path = self.node.path
            raise

    def _id_part(self, variant_name: str) -> str:
        """Return a variant's name as a part of a construct id, which may be no token."""
        if is_known(variant_name):
            return variant_name
        if variant_name == self.shadow_variant_name:
            return "Shadow"
        names = list(self.variant_names)
        return f"Variant{names.index(variant_name)}" if variant_name in names else "Variant"

    def _scale(self, scaling: ScalingBase, variant_name: str | None) -> ScalableVariant:
        """Let Application Auto Scaling set the capacity of a variant."""
        name = self._variant(variant_name)
        child = f"Scaling-{self._id_part(name)}"
        with declared_at(self, child):
            if self.node.try_find_child(child) is not None:
                raise InvalidProps(
                    f"variant {name} is scaled already",
                    fix="put all limits, policies and schedules into one scaling, and pass it as "
                    "scaling=... where off-hours make one already",
                    source=SCALING_SOURCE,
                )
            created = self._create_scaling(child, name, scaling)
        self._scaling[name] = scaling
        return created

    def _create_scaling(self, id: str, variant_name: str, scaling: ScalingBase) -> ScalableVariant:
        return ScalableVariant(
            self,
            id,
            endpoint_name=self.endpoint_name,
            variant_name=variant_name,
            scaling=scaling,
        )


def arn_of(place: StackFacts, name: str) -> str:
    """Return the ARN of the endpoint ``name`` in ``place``.

    SageMaker writes names in ARNs in lower case, and IAM compares them by case.
    """
    return place.arn("sagemaker", f"endpoint/{name.lower() if is_known(name) else name}")


class ImportedEndpoint(EndpointBase):
    """What imported endpoints share: what was said of them. Made by ``from_endpoint_...``."""

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
        self._given_arn = arn
        self._arn = arn or arn_of(stack_facts(self), name)

    @property
    def endpoint_name(self) -> str:
        """The name of the endpoint."""
        return self._name

    @property
    def endpoint_arn(self) -> str:
        """The ARN of the endpoint."""
        return self._arn

    @property
    def given_arn(self) -> str | None:
        """The ARN that it was made of; None where it follows from the name."""
        return self._given_arn

    @property
    def variant_names(self) -> Sequence[str]:
        """The names of the production variants, as far as they were given."""
        return self._variants


def _interfaces_sagemaker() -> Any:
    from aws_cdk.interfaces import aws_sagemaker  # a large module, rarely needed

    return aws_sagemaker
