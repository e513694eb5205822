"""SMH0972."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._network import RUNTIME, service_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value


class RuntimeWithoutPrivateDns(Rule):
    """Clients call runtime.sagemaker.<region>.amazonaws.com.

    Without private DNS on the interface endpoint that name leads to the public service, past
    the endpoint. CloudFormation leaves it off.
    """

    id = "SMH0972"
    title = "runtime endpoint without private DNS"
    severity = Severity.WARNING
    resource_types = ("AWS::EC2::VPCEndpoint",)
    facts = ("pl-private-dns",)
    pages = (581,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint that clients pass by."""
        enabled = resource.get("PrivateDnsEnabled")
        interface = resource.get("VpcEndpointType").text == "Interface"
        if interface and service_of(resource) == RUNTIME and _is_off(enabled):
            yield self.finding(
                resource,
                enabled,
                "the interface endpoint for the SageMaker runtime has no private DNS",
                "set PrivateDnsEnabled to true, or have the clients call the name of the endpoint",
            )


def _is_off(enabled: Value) -> bool:
    return enabled.is_absent or enabled.boolean is False
