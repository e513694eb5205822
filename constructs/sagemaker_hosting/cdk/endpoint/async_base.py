"""What owned and imported asynchronous endpoints share: callers, metrics, scaling."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk.endpoint.base import EndpointBase, ImportedEndpoint
from sagemaker_hosting.cdk.monitoring.async_metrics import AsyncMetrics
from sagemaker_hosting.cdk.scaling.async_scaling import AsyncScaling
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant


class AsyncEndpointBase(AsyncMetrics, EndpointBase):
    """What owned and imported asynchronous endpoints share. Not to be created directly."""

    def grant_invoke_async(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` queue requests of this endpoint alone.

        The action is ``sagemaker:InvokeEndpointAsync``; an asynchronous endpoint takes no other
        calls. Where the requests lie and the responses go is granted apart from it.
        """
        return self._grant(grantee, *self.invoke_actions)

    @property
    def invoke_actions(self) -> Sequence[str]:
        """The IAM action of those who queue requests."""
        return ("sagemaker:InvokeEndpointAsync",)

    def grant_start_session(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` open a shell in the containers of this endpoint alone.

        For a variant with ``ssm_access``. To end a session, its owner needs
        ``ssm:TerminateSession`` too, which no endpoint confines (guide pages 369 and 370).
        """
        return self._grant(grantee, "ssm:StartSession")

    def scale_variant(
        self, scaling: AsyncScaling, *, variant_name: str | None = None
    ) -> ScalableVariant:
        """Let Application Auto Scaling set the instance count, down to none.

        An endpoint of this app keeps the capacity that scaling gave it when it is updated.

        Args:
            scaling: The limits, policies and schedules.
            variant_name: The variant. Default: the only one of the endpoint.

        Raises:
            InvalidProps: When the variant is unknown or scaled already, or when its instances
                cannot be scaled.
        """
        return self._scale(scaling, variant_name)


class ImportedAsyncEndpoint(ImportedEndpoint, AsyncEndpointBase):
    """An asynchronous endpoint that the app does not own."""
