"""SMH0612."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentBeforeEndpoint(Rule):
    """A component is deployed to an endpoint that is in service.

    With a literal name CloudFormation sees no order between the two.
    """

    id = "SMH0612"
    title = "component may be made before its endpoint"
    resource_types = (COMPONENT,)
    facts = ("order-ic-flow", "adapter-base-must-exist")
    pages = (37, 43, 44, 221)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each name that brings no order."""
        for name, link in _NAMES.items():
            other = resource.related(link)
            if other is None or resource.template is None or resource.get(name).text is None:
                continue
            if not resource.template.waits_for(resource, other):
                yield self.finding(
                    resource,
                    name,
                    f"the component may be made before {other.logical_id}, which it names",
                    f"refer to {other.logical_id}, or add it to DependsOn",
                )


_NAMES: Final = {
    "EndpointName": "Endpoint",
    "Specification/ModelName": "Model",
    "Specification/BaseInferenceComponentName": "Base",
}
