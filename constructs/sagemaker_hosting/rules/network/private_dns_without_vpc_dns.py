"""SMH0973."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._network import service_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PrivateDnsWithoutVpcDns(Rule):
    """Private DNS takes DNS support and DNS hostnames of the VPC; EC2 refuses it otherwise.

    A VPC that a template makes has no DNS hostnames unless it says so.
    """

    id = "SMH0973"
    title = "private DNS in a VPC without DNS"
    resource_types = ("AWS::EC2::VPCEndpoint",)
    facts = ("pl-private-dns",)
    pages = (581,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that EC2 refuses."""
        vpc = resource.related("Vpc")
        enabled = resource.get("PrivateDnsEnabled")
        if (
            vpc is None
            or not enabled.boolean
            or not (service_of(resource) or "").startswith("sagemaker.")
        ):
            return
        hostnames, support = vpc.get("EnableDnsHostnames"), vpc.get("EnableDnsSupport")
        if hostnames.is_absent or hostnames.boolean is False or support.boolean is False:
            yield self.finding(
                resource,
                enabled,
                f"private DNS is enabled in {vpc.logical_id}, which has no DNS hostnames or no "
                "DNS support",
                "set EnableDnsHostnames and EnableDnsSupport of the VPC to true",
            )
