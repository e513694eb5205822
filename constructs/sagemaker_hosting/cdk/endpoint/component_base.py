"""What owned and imported endpoints of inference components share."""

from __future__ import annotations

from aws_cdk import aws_iam as iam

from sagemaker_hosting.cdk.endpoint.base import EndpointBase, ImportedEndpoint
from sagemaker_hosting.cdk.monitoring.component_metrics import ComponentEndpointMetrics


class InferenceComponentEndpointBase(ComponentEndpointMetrics, EndpointBase):
    """What owned and imported endpoints of inference components share. Not to be created directly.

    Who may invoke is granted by the components: ``component.grant_invoke(...)``.
    """

    def grant_start_session(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` open a shell in the containers of this endpoint alone.

        For variants with ``ssm_access``. To end a session, its owner needs
        ``ssm:TerminateSession`` too, which no endpoint confines (guide pages 369 and 370).
        """
        return self._grant(grantee, "ssm:StartSession")


class ImportedInferenceComponentEndpoint(ImportedEndpoint, InferenceComponentEndpointBase):
    """An endpoint of inference components that the app does not own."""
