"""What owned and imported real-time endpoints share: callers, metrics, scaling."""

from __future__ import annotations

from typing import Final

from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk.endpoint.base import EndpointBase, ImportedEndpoint
from sagemaker_hosting.cdk.monitoring.metrics import EndpointMetrics
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant
from sagemaker_hosting.cdk.scaling.scaling import Scaling

INVOKE: Final = ("sagemaker:InvokeEndpoint", "sagemaker:InvokeEndpointWithResponseStream")


class RealTimeEndpointBase(EndpointMetrics, EndpointBase):
    """What owned and imported real-time endpoints share. Not to be created directly."""

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` send requests to this endpoint, streaming responses included.

        The actions are ``sagemaker:InvokeEndpoint`` and
        ``sagemaker:InvokeEndpointWithResponseStream``, on this endpoint alone.
        """
        return self._grant(grantee, *INVOKE)

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
