"""SMH0619."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT, is_adapter, scales_to_zero
from sagemaker_hosting.rules._models import CONFIG, PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class InstancesOutlastCopies(Rule):
    """When the last copy is gone the instances still run, unless they may scale to zero as well.

    They do when ManagedInstanceScaling is ENABLED with MinInstanceCount 0, which some Regions do
    not take.
    """

    id = "SMH0619"
    title = "no copies, and the instances stay"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("zero-requires-min-instance-0",)
    pages = (172,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant whose components may all be at zero."""
        endpoints = resource.all_related("Endpoint")
        if resource.template is None or not endpoints:
            return
        components = [
            component
            for endpoint in (None, *endpoints)
            for component in _components_of(resource.template, endpoint)
        ]
        if not components or not all(scales_to_zero(component) for component in components):
            return
        for variant in resource.parts(PRODUCTION):
            managed = variant.part("ManagedInstanceScaling")
            least, status = managed.get("MinInstanceCount"), managed.get("Status")
            absent = variant.get("ManagedInstanceScaling").is_absent
            if absent or (least.number or 0) > 0 or status.text == "DISABLED":
                yield self.finding(
                    resource,
                    variant.path if absent else managed.path,
                    "every component scales to 0 copies, and the instances of the variant do not "
                    "follow",
                    "set ManagedInstanceScaling to Status ENABLED and MinInstanceCount 0",
                )


def _components_of(template: Resources, endpoint: Resource | None) -> list[Resource]:
    (by_endpoint,) = _by_endpoint(template)
    return by_endpoint.get(None if endpoint is None else endpoint.logical_id, [])


@remembered
def _by_endpoint(template: Resources) -> Iterator[dict[str | None, list[Resource]]]:
    """Yield, once, the components that are no adapters by endpoint; None for an unknown one."""
    found: dict[str | None, list[Resource]] = {}
    for component in template.of_type(COMPONENT):
        if not is_adapter(component):
            endpoint = component.related("Endpoint")
            key = None if endpoint is None else endpoint.logical_id
            found.setdefault(key, []).append(component)
    yield found
