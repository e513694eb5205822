"""SMH0971."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._network import zones
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SingleSubnet(Rule):
    """SageMaker spreads instances over the Availability Zones of the subnets it is given.

    In one zone the endpoint goes down with it.
    """

    id = "SMH0971"
    title = "model in a single subnet"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "bp-two-subnets",
        "mme-two-instances",
        "endpoint-multi-az-by-count",
    )
    pages = (
        82,
        85,
        195,
        580,
    )
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for subnets in one zone."""
        listed = resource.get("VpcConfig/Subnets")
        if listed.length == 1:
            yield self.finding(
                resource,
                listed,
                "the model has one subnet, and so one Availability Zone",
                "give two subnets or more, each in a zone of its own",
            )
            return
        found = zones(resource, "VpcConfig/Subnets")
        if found is not None and len(found.names) == 1:
            yield self.finding(
                resource,
                listed,
                f"all {listed.length} subnets of the model are in one Availability Zone",
                "give subnets of two zones or more",
            )
