"""SMH0974."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._network import RUNTIME, Zones, service_of, zones
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


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
        ours = zones(resource, "SubnetIds") if service_of(resource) == RUNTIME else None
        if ours is None or resource.template is None:
            return
        for theirs, models in _models_by_zones(resource.template):
            if theirs.source == ours.source and theirs.names.isdisjoint(ours.names):
                yield self.finding(
                    resource,
                    "SubnetIds",
                    "the runtime endpoint has no subnet in an Availability Zone of "
                    f"{', '.join(models)}",
                    "give the interface endpoint the subnets of the model",
                )


@remembered
def _models_by_zones(template: Resources) -> Iterator[tuple[Zones, list[str]]]:
    """Yield the zones that models are known to be in, with the models."""
    found: dict[Zones, list[str]] = {}
    for model in template.of_type(MODEL):
        where = zones(model, "VpcConfig/Subnets")
        if where is not None:
            found.setdefault(where, []).append(model.logical_id)
    yield from found.items()
