"""What owned and imported real-time endpoints share: callers, metrics, scaling."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk.endpoint.base import EndpointBase, ImportedEndpoint
from sagemaker_hosting.cdk.monitoring.realtime_metrics import EndpointMetrics
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.cdk.scaling.scaling import Scaling
from sagemaker_hosting.core.errors import InvalidProps

_CONDITION_KEYS: Final = (
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html"
)
INVOKE: Final = ("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream")
BIDIRECTIONAL: Final = "sagemaker:InvokeEndpointWithBidirectionalStream"


class RealTimeEndpointBase(EndpointMetrics, EndpointBase):
    """What owned and imported real-time endpoints share. Not to be created directly."""

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` send requests to this endpoint, streaming responses included.

        The actions are ``sagemaker:InvokeEndpoint`` and
        ``sagemaker:InvokeEndpointWithResponseStream``, on this endpoint alone.
        """
        return self._grant(grantee, *INVOKE)

    @property
    def invoke_actions(self) -> Sequence[str]:
        """The IAM actions of those who send it requests, streaming responses included."""
        return INVOKE

    def grant_invoke_bidirectional_stream(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` open bidirectional streams to this endpoint.

        The action is ``sagemaker:InvokeEndpointWithBidirectionalStream``. Clients connect to port
        8443 of the runtime, for up to 30 minutes; the image has to say that it takes such streams
        (guide pages 57 to 61).
        """
        return self._grant(grantee, BIDIRECTIONAL)

    def grant_invoke_models(
        self, grantee: iam.IGrantable, target_models: Sequence[str]
    ) -> iam.Grant:
        """Let ``grantee`` ask some models of a multi-model endpoint, and no others.

        Args:
            grantee: Who is to send requests.
            target_models: The archives, as requests name them in ``TargetModel``; ``*`` stands for
                any characters, such as ``tenant-a/*``.

        Raises:
            InvalidProps: When no model is named.
        """
        return self._grant_invoke_some(grantee, "TargetModel", target_models)

    def grant_invoke_containers(
        self, grantee: iam.IGrantable, hostnames: Sequence[str]
    ) -> iam.Grant:
        """Let ``grantee`` ask some containers of a multi-container endpoint, and no others.

        Args:
            grantee: Who is to send requests.
            hostnames: The containers, as requests name them in ``TargetContainerHostname``.

        Raises:
            InvalidProps: When no container is named.
        """
        return self._grant_invoke_some(grantee, "TargetContainerHostname", hostnames)

    def _grant_invoke_some(
        self, grantee: iam.IGrantable, key: str, values: Sequence[str]
    ) -> iam.Grant:
        if isinstance(values, str) or not values:
            raise InvalidProps(
                f"{values!r} names nothing that may be asked",
                fix="pass a list of names, or use grant_invoke(...) for all",
                source=_CONDITION_KEYS,
                path=self.node.path,
            )
        return iam.Grant.add_to_principal(
            grantee=grantee,
            actions=list(INVOKE),
            resource_arns=[self.literal_arn],
            conditions={"StringLike": {f"sagemaker:{key}": list(values)}},
        )

    def grant_start_session(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` open a shell in the containers of this endpoint alone.

        For variants with ``ssm_access``. To end a session, its owner needs
        ``ssm:TerminateSession`` too, which no endpoint confines (guide pages 369 and 370).
        """
        return self._grant(grantee, "ssm:StartSession")

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
                cannot be scaled.
        """
        return self._scale(scaling, variant_name)


class ImportedRealTimeEndpoint(ImportedEndpoint, RealTimeEndpointBase):
    """A real-time endpoint that the app does not own."""
