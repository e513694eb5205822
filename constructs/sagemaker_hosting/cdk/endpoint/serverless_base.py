"""What owned and imported serverless endpoints share: callers, metrics, scaling."""

from __future__ import annotations

from collections.abc import Sequence

from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk.endpoint.base import EndpointBase, ImportedEndpoint
from sagemaker_hosting.cdk.monitoring.serverless_metrics import ServerlessMetrics
from sagemaker_hosting.cdk.scaling.concurrency_scaling import ProvisionedConcurrencyScaling
from sagemaker_hosting.cdk.scaling.scalable_variant import ScalableVariant


class ServerlessEndpointBase(ServerlessMetrics, EndpointBase):
    """What owned and imported serverless endpoints share. Not to be created directly."""

    def grant_invoke(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` send requests to this endpoint alone (``sagemaker:InvokeEndpoint``)."""
        return self._grant(grantee, *self.invoke_actions)

    @property
    def invoke_actions(self) -> Sequence[str]:
        """The IAM action of those who send it requests."""
        return ("sagemaker:InvokeEndpoint",)

    def scale_provisioned_concurrency(
        self, scaling: ProvisionedConcurrencyScaling, *, variant_name: str | None = None
    ) -> ScalableVariant:
        """Let Application Auto Scaling set the provisioned concurrency.

        The endpoint has to have some already. An update of the endpoint goes back to what its
        configuration says; the policies then act again.

        Args:
            scaling: The limits, policies and schedules.
            variant_name: The variant. Default: the only one of the endpoint.

        Raises:
            InvalidProps: When the variant is unknown or scaled already, or when a rule of the
                catalogue refuses the limits for it.
        """
        return self._scale(scaling, variant_name)


class ImportedServerlessEndpoint(ImportedEndpoint, ServerlessEndpointBase):
    """A serverless endpoint that the app does not own."""
