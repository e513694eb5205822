"""SMH0974."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._network import RUNTIME, service_of, zones
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RuntimeInOtherZones(Rule):
    """A call that crosses Availability Zones on its way to the model takes longer.

    The interface endpoint belongs into the subnets of the model, which are those of its
    clients.
    """

    id = "SMH0974"
    title = "runtime endpoint away from the model"
    severity = Severity.WARNING
    resource_types = ("AWS::EC2::VPCEndpoint",)
    facts = ("pl-same-subnets",)
    pages = (581, 582)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/interface-vpc-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each model in other zones."""
        template = resource.template
        if template is None or service_of(resource) != RUNTIME:
            return
        ours = _subnets(resource, "SubnetIds")
        for model in template.of_type(MODEL) if ours else ():
            theirs = _subnets(model, "VpcConfig/Subnets")
            found = zones([*ours, *theirs]) if theirs else None
            if found is None or not set(found[: len(ours)]).isdisjoint(found[len(ours) :]):
                continue
            yield self.finding(
                resource,
                "SubnetIds",
                f"the runtime endpoint has no subnet in an Availability Zone of {model.logical_id}",
                "give the interface endpoint the subnets of the model",
            )


def _subnets(resource: Resource, path: str) -> Sequence[Resource]:
    """Return the subnets at ``path``; none unless all of them are known."""
    found = resource.all_related("Subnet")
    return found if len(found) == resource.get(path).length else ()
