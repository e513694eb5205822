"""SMH0615."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetBeforeComponent(Rule):
    """A component is registered once it exists, on an endpoint in service.

    With a literal name CloudFormation sees no order between the two.
    """

    id = "SMH0615"
    title = "scalable target may be made before its component"
    resource_types = (SCALABLE_TARGET,)
    facts = ("zero-requires-inservice",)
    pages = (172,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target without an order."""
        component = resource.related("InferenceComponent")
        named = resource.get("ResourceId").text is not None
        if component is None or resource.template is None or not named:
            return
        if not resource.template.waits_for(resource, component):
            yield self.finding(
                resource,
                "ResourceId",
                f"the target may be made before the component {component.logical_id}",
                f"add DependsOn: {component.logical_id}, or build ResourceId from its "
                "InferenceComponentName",
            )
