"""SMH0990."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._network import is_isolated, services_in
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ARTIFACTS = ("ModelDataUrl", "ModelDataSource", "AdditionalModelDataSources")


class IsolatedModelWithoutS3(Rule):
    """A model in a VPC fetches its artifact through that VPC.

    In subnets without a way out it takes a VPC endpoint for S3; a gateway endpoint costs nothing.
    """

    id = "SMH0990"
    title = "isolated model that cannot reach S3"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("pl-model-needs-s3",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a model whose artifact is out of reach."""
        listed = resource.get("VpcConfig/Subnets")
        subnets = list(resource.all_related("Subnet"))
        if not subnets or len(subnets) != listed.length or not all(map(is_isolated, subnets)):
            return
        fetches = any(
            not container.get(name).is_absent
            for container in containers(resource)
            for name in _ARTIFACTS
        )
        vpc = subnets[0].related("Vpc")
        services = None if vpc is None else services_in(vpc)
        if fetches and services is not None and "s3" not in services:
            yield self.finding(
                resource,
                listed,
                "the subnets of the model have no way out and the VPC has no endpoint for S3, "
                "where its artifact is",
                "add a gateway endpoint for S3 to the VPC (HostingVpcEndpoints, or "
                "vpc.add_gateway_endpoint)",
            )
