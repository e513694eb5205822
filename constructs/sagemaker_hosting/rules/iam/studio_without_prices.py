"""SMH0818."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StudioWithoutPrices(Rule):
    """Studio shows what an instance costs if its role may ask the price list.

    AmazonSageMakerFullAccess does not allow pricing:GetProducts.
    """

    id = "SMH0818"
    title = "role of Studio that sees no prices"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Domain", "AWS::SageMaker::UserProfile")
    facts = ("studio-role-policies",)
    pages = (25,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that may not ask for prices."""
        role = resource.related("Role")
        silent = ("AmazonSageMakerFullAccess",)
        if role is not None and allows(role, "pricing:GetProducts", silent=silent) is False:
            yield self.finding(
                resource,
                "DefaultUserSettings/ExecutionRole"
                if resource.type == "AWS::SageMaker::Domain"
                else "UserSettings/ExecutionRole",
                f"Studio shows no prices of instances: the role {role.logical_id} does not allow "
                "pricing:GetProducts",
                "allow it, or attach AWSPriceListServiceFullAccess",
            )
