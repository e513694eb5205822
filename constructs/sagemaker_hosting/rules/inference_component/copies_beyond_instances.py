"""SMH0614."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._components import (
    REQUIREMENTS,
    instance_types_for,
    specifications,
    variant_of,
)
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class CopiesBeyondInstances(Rule):
    """The copies of a component run on the instances of its variant, and these have a maximum.

    Beyond what fits on them the target goes on asking and nothing is placed.
    """

    id = "SMH0614"
    title = "more copies than the instances hold"
    severity = Severity.WARNING
    resource_types = (SCALABLE_TARGET,)
    facts = ("ic-target-registration",)
    pages = (172,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a maximum that is never reached."""
        component = resource.related("InferenceComponent")
        most = resource.get("MaxCapacity")
        room = None if component is None else _room(component)
        if room is not None and most.number is not None and most.number > room:
            yield self.finding(
                resource,
                most,
                f"up to {most.number:g} copies are asked for, and the instances of the variant "
                f"hold {room}",
                "lower MaxCapacity, or raise MaxInstanceCount of ManagedInstanceScaling",
            )


def _room(component: Resource) -> int | None:
    """Return how many copies the accelerators of the variant hold at most; None if not known."""
    variant = variant_of(component)
    listed = list(specifications(component))
    if variant is None or len(listed) != 1:
        return None
    managed = variant.get("ManagedInstanceScaling")
    endpoint = component.related("Endpoint")
    # Instances that Application Auto Scaling adds are not counted by the configuration.
    if endpoint is None or endpoint.all_related("ScalableTarget") or any(_of_any(endpoint)):
        return None
    ceiling = "InitialInstanceCount" if managed.is_absent else _MAXIMUM
    instances = variant.get(ceiling).number
    each = listed[0].get(f"{REQUIREMENTS}/NumberOfAcceleratorDevicesRequired").number
    counts = [kind.accelerator_count for kind in instance_types_for(component, listed[0])]
    most = max((count for count in counts if count is not None), default=None)
    if instances is None or not each or most is None or None in counts:
        return None
    return int(instances) * int(most // each)


_MAXIMUM: Final = "ManagedInstanceScaling/MaxInstanceCount"


def _of_any(endpoint: Resource) -> tuple[Resource, ...]:
    """Return the targets of the template that may scale the instances of any endpoint."""
    return () if endpoint.template is None else _unnamed(endpoint.template)


@remembered
def _unnamed(template: Resources) -> Iterator[Resource]:
    for target in template.of_type(SCALABLE_TARGET):
        scaled = target.get("ScalableDimension").text
        if scaled in (None, VARIANT_DIMENSION) and target.related("Endpoint") is None:
            yield target
