"""SMH0503."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import VARIANT_MINIMUM_CAPACITY
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MinimumZeroOnInstances(Rule):
    """A real-time variant keeps one instance at least.

    Only asynchronous endpoints and endpoints of inference components scale to zero.
    """

    id = "SMH0503"
    title = "real-time variant scaled to zero"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-min-ge-1", "zero-requires-ic", "asyncas-scale-to-zero", "fm-scale-to-zero")
    pages = (152, 158, 172, 285, 286, 287, 604, 619)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a minimum of zero."""
        least = resource.get("MinCapacity")
        if resource.get("ScalableDimension").text != VARIANT_DIMENSION or least.number is None:
            return
        config = resource.related("EndpointConfig")
        zero = least.number < VARIANT_MINIMUM_CAPACITY.value
        if zero and config is not None and config.get("AsyncInferenceConfig").is_absent:
            yield self.finding(
                resource,
                least,
                f"the minimum capacity is {least.number:g}; a real-time variant keeps at least 1 "
                "instance",
                "set MinCapacity (min_capacity=) to 1, or use a serverless or an asynchronous "
                "endpoint",
            )
