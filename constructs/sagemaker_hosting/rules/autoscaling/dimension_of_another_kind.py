"""SMH0550."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.metrics import PROVISIONED_CONCURRENCY_DIMENSION, VARIANT_DIMENSION
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DimensionOfAnotherKind(Rule):
    """A variant on instances scales its instance count, a serverless one its warm capacity.

    Neither has the dimension of the other.
    """

    id = "SMH0550"
    title = "scalable dimension of another kind of variant"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("slsas-dimension", "asyncas-dimension-instance-count", "faq-serverless-scale-zero")
    pages = (248, 249, 287, 288, 620)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints-autoscale.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a variant that cannot be scaled in this dimension."""
        dimension = resource.get("ScalableDimension")
        for variant in scaled_variants(resource):
            serverless = variant.get("ServerlessConfig").is_given
            if serverless and dimension.text == VARIANT_DIMENSION:
                yield self.finding(
                    resource,
                    dimension,
                    "the variant is serverless and has no instances to scale",
                    f"scale {PROVISIONED_CONCURRENCY_DIMENSION}",
                )
            on_instances = any(
                variant.get(name).is_given for name in ("InstanceType", "InstancePools")
            )
            if (
                on_instances
                and not serverless
                and dimension.text == PROVISIONED_CONCURRENCY_DIMENSION
            ):
                yield self.finding(
                    resource,
                    dimension,
                    "the variant runs on instances and has no provisioned concurrency to scale",
                    f"scale {VARIANT_DIMENSION}",
                )
