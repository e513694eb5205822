"""SMH0505."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._variants import scaled_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class BurstableVariant(Rule):
    """Registering a variant on T2 is refused: CPU credits would make the measurements meaningless.

    "You cannot register a variant with ml.t2.medium instance type as a scalable target."
    """

    id = "SMH0505"
    title = "autoscaling of a burstable instance type"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-no-burstable", "as-registration-validation")
    pages = (157,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a burstable variant."""
        if resource.get("ScalableDimension").text != VARIANT_DIMENSION:
            return
        for variant in scaled_variants(resource):
            name = variant.get("InstanceType").text or ""
            known = instance_type(name)
            if known is not None and known.burstable:
                yield self.finding(
                    resource,
                    "ResourceId",
                    f"the variant runs on {name}, which is burstable and cannot be autoscaled",
                    "choose another instance type (ml.m5.large), or remove the scaling",
                )
