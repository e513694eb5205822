"""SMH0620."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import COPY_COUNT_DIMENSION
from sagemaker_hosting.rules._components import (
    COMPONENT,
    may_be_adapter,
    scales_to_zero,
    variant_of,
)
from sagemaker_hosting.rules._variants import SCALABLE_TARGET
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentKeepsEndpointAwake(Rule):
    """Instances scale to zero when no component has a copy left, so every one has to get there."""

    id = "SMH0620"
    title = "one component keeps the instances running"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("zero-every-ic",)
    pages = (172, 173)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a component that stays where others go."""
        variant, endpoint = variant_of(resource), resource.related("Endpoint")
        if variant is None or endpoint is None or resource.template is None:
            return
        managed = variant.part("ManagedInstanceScaling")
        if managed.get("MinInstanceCount").number != 0 or managed.get("Status").text != "ENABLED":
            return
        others = endpoint.all_related("InferenceComponent")
        if not any(scales_to_zero(other) for other in others) or may_be_adapter(resource):
            return
        target = resource.related("ScalableTarget")
        if target is None and all(
            each.related("InferenceComponent") is not None
            for each in resource.template.of_type(SCALABLE_TARGET)
            if each.get("ScalableDimension").text in (None, COPY_COUNT_DIMENSION)
        ):
            yield self.finding(
                resource,
                "",
                "the other components of the endpoint scale to 0 copies and this one is not scaled",
                "register it as a scalable target with MinCapacity 0 as well",
            )
        elif target is not None and (target.get("MinCapacity").number or 0) > 0:
            yield self.finding(
                resource,
                "",
                f"the other components of the endpoint scale to 0 copies and this one to "
                f"{target.get('MinCapacity').number:g}",
                f"set MinCapacity of {target.logical_id} to 0 as well",
            )
