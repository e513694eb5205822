"""SMH0650."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class AdapterOnAnotherEndpoint(Rule):
    """An adapter is loaded into the copies of its base, so both are on one endpoint."""

    id = "SMH0650"
    title = "adapter on another endpoint than its base"
    resource_types = ("AWS::SageMaker::InferenceComponent",)
    facts = ("adapter-same-endpoint",)
    pages = (222,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an adapter away from its base."""
        base = resource.related("Base")
        if base is None:
            return
        mine, its = _endpoint(resource), _endpoint(base)
        if mine is not None and its is not None and mine != its and mine[0] == its[0]:
            yield self.finding(
                resource,
                "EndpointName",
                f"the adapter is for endpoint {mine[1]}, and its base {base.logical_id} is on "
                f"{its[1]}",
                f"name the endpoint of {base.logical_id}",
            )


def _endpoint(component: Resource) -> tuple[str, str] | None:
    """Return what tells the endpoint of ``component`` from others; None when nothing does."""
    name = component.get("EndpointName")
    named = None
    if component.template is not None:
        named = component.template.named(name, ENDPOINT, "EndpointName")
    if named is not None:
        return ("resource", named.logical_id)
    return ("text", name.text) if name.text is not None else None
