"""SMH0450."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ConfigurationByLiteralName(Rule):
    """An endpoint needs its configuration while it is made, updated and deleted.

    By a literal name CloudFormation sees no order: the configuration may come too late, or go too
    early.
    """

    id = "SMH0450"
    title = "endpoint may be made before its configuration"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "async-do-not-delete-config",
        "delete-config-in-use",
        "order-model-flow",
    )
    pages = (146, 275)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpointConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a literal name without an order."""
        config, name = resource.related("EndpointConfig"), resource.get("EndpointConfigName")
        if config is None or resource.template is None or name.text is None:
            return
        if not resource.template.waits_for(resource, config):
            yield self.finding(
                resource,
                name,
                f"the endpoint may be made before {config.logical_id}, which it names as "
                f"{name.text!r}",
                f"write Fn::GetAtt [{config.logical_id}, EndpointConfigName]",
            )
