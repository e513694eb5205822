"""What Application Auto Scaling scales: a variant, or the copies of an inference component."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.facts.metrics import EndpointMetric, metric_by_dimensions


@dataclass(frozen=True, kw_only=True)
class ScaledResource:
    """A resource whose capacity is scaled.

    Attributes:
        resource_id: Its id, as Application Auto Scaling writes it.
        label: What it is called in descriptions.
        dimensions: The CloudWatch dimensions of its own metrics.
    """

    resource_id: str
    label: str
    dimensions: Mapping[str, str]

    @classmethod
    def variant(cls, endpoint_name: str, variant_name: str) -> ScaledResource:
        """A production variant."""
        return cls(
            resource_id=f"endpoint/{endpoint_name}/variant/{variant_name}",
            label=f"{endpoint_name}/{variant_name}",
            dimensions={"EndpointName": endpoint_name, "VariantName": variant_name},
        )

    @classmethod
    def component(cls, component_name: str) -> ScaledResource:
        """An inference component."""
        return cls(
            resource_id=f"inference-component/{component_name}",
            label=component_name,
            dimensions={"InferenceComponentName": component_name},
        )

    def metric(self, name: str) -> EndpointMetric:
        """Return its own metric ``name``, which has to be one."""
        known = metric_by_dimensions(name, self.dimensions)
        assert known is not None
        return known

    def dimensions_of(self, metric: EndpointMetric) -> list[Properties]:
        """Return ``Dimensions`` with which ``metric`` is published for it."""
        names = metric.dimensions_among(self.dimensions) or ()
        return [{"Name": name, "Value": self.dimensions[name]} for name in names]
