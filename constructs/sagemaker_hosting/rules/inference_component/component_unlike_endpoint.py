"""SMH0610."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT, differing
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentUnlikeEndpoint(Rule):
    """Model and endpoint agree on role, VPC and network isolation, or they do not go together.

    Studio refuses such a deployment.
    """

    id = "SMH0610"
    title = "model and endpoint that do not go together"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("ic-endpoint-compat-role", "ic-endpoint-compat-vpc", "ic-endpoint-compat-isolation")
    pages = (30, 33)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-studio.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting that differs for sure."""
        model, config = resource.related("Model"), resource.related("EndpointConfig")
        if model is None or config is None:
            return
        for setting in differing(model, config):
            yield self.finding(
                resource,
                "Specification/ModelName",
                f"{setting} of the model {model.logical_id} differs from that of the endpoint "
                f"configuration {config.logical_id}",
                "give both the same value",
            )
