"""SMH0521."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetBeforeEndpoint(Rule):
    """A variant is registered once its endpoint exists.

    With a literal name CloudFormation sees no order between the two.
    """

    id = "SMH0521"
    title = "scalable target may be made before its endpoint"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = (
        "as-prereq-endpoint",
        "as-example-hardcoded-ids",
        "slsas-order",
        "as-delete-endpoint-auto-deregister",
        "k8s-autoscaling-order",
    )
    pages = (154, 177, 179, 851, 852, 854)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a target without an order."""
        endpoint = resource.related("Endpoint")
        if endpoint is None or resource.template is None or resource.get("ResourceId").text is None:
            return
        if not resource.template.waits_for(resource, endpoint):
            yield self.finding(
                resource,
                "ResourceId",
                f"the target may be made before the endpoint {endpoint.logical_id}",
                f"add DependsOn: {endpoint.logical_id}, or build ResourceId from the endpoint's "
                "EndpointName",
            )
