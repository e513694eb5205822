"""SMH0310."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RoleForComponents(Rule):
    """Without a model the execution role stands on the endpoint configuration.

    One of the two is needed.
    """

    id = "SMH0310"
    title = "variant with neither model nor execution role"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ic-config-shape",)
    pages = (39, 40)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant without a role."""
        if not resource.get("ExecutionRoleArn").is_absent:
            return
        for variant in resource.parts("ProductionVariants/*"):
            if variant.get("ModelName").is_absent:
                yield self.finding(
                    resource,
                    variant,
                    "the variant names no model, and the endpoint configuration has no "
                    "ExecutionRoleArn",
                    "set ModelName (model=), or ExecutionRoleArn for inference components",
                )
