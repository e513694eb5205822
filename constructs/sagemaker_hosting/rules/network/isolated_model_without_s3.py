"""SMH0990."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT, specifications
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._network import is_isolated, services_in
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ARTIFACTS = ("ModelDataUrl", "ModelDataSource", "AdditionalModelDataSources")


class IsolatedModelWithoutS3(Rule):
    """A model in a VPC fetches its artifact through that VPC, and so does an inference component.

    In subnets without a way out it takes a VPC endpoint for S3; a gateway endpoint costs nothing.
    """

    id = "SMH0990"
    title = "isolated model that cannot reach S3"
    severity = Severity.WARNING
    resource_types = (MODEL, COMPONENT)
    facts = ("pl-model-needs-s3",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for what has its artifact out of reach."""
        if resource.type == MODEL:
            network: Resource | None = resource
            artifacts = [
                value
                for container in containers(resource)
                for name in _ARTIFACTS
                if (value := container.get(name)).is_given
            ]
        else:
            network = resource.related("EndpointConfig")
            artifacts = [
                value
                for each in specifications(resource)
                if (value := each.get("Container/ArtifactUrl")).is_given
            ]
        if artifacts and network is not None and _is_cut_off(network):
            yield self.finding(
                resource,
                artifacts[0],
                "the artifact is in S3; the subnets have no way out, and the VPC has no endpoint "
                "for S3",
                "add a gateway endpoint for S3 to the VPC (HostingVpcEndpoints, or "
                "vpc.add_gateway_endpoint)",
            )


def _is_cut_off(resource: Resource) -> bool:
    """Return whether what runs in the ``VpcConfig`` of ``resource`` certainly cannot reach S3."""
    subnets = list(resource.all_related("Subnet"))
    known = len(subnets) == resource.get("VpcConfig/Subnets").length
    if not subnets or not known or not all(map(is_isolated, subnets)):
        return False
    vpc = subnets[0].related("Vpc")
    services = None if vpc is None else services_in(vpc)
    return services is not None and "s3" not in services
