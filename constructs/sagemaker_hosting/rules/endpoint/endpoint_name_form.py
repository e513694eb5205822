"""SMH0417."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.naming import is_name
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class EndpointNameForm(Rule):
    """An endpoint name is 1 to 63 letters, digits and inner hyphens."""

    id = "SMH0417"
    title = "malformed endpoint name"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("endpoint-name-unique",)
    pages = (43, 44)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a malformed name."""
        name = resource.get("EndpointName")
        if name.text is not None and not is_name(name.text):
            yield self.finding(
                resource,
                name,
                f"{name.text!r} is not an endpoint name: 1 to 63 letters, digits and inner hyphens",
                "replace what is not allowed by hyphens (endpoint_name=)",
            )
