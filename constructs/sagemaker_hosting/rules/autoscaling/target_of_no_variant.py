"""SMH0520."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import PRODUCTION, SHADOW
from sagemaker_hosting.rules._variants import variant_name
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TargetOfNoVariant(Rule):
    """The resource id ends in the name of a variant of the endpoint configuration."""

    id = "SMH0520"
    title = "scaling of a variant that does not exist"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = (
        "as-register-params",
        "as-prereq-endpoint",
        "slsas-resource-id",
        "variant-own-instance-and-scaling",
        "update-variant-removal-blocked",
    )
    pages = (
        154,
        157,
        178,
        179,
        180,
        184,
    )
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a variant that is not there."""
        config = resource.related("EndpointConfig")
        name = variant_name(resource)
        if config is None or name is None:
            return
        names = [
            variant.text
            for path in (PRODUCTION, SHADOW)
            for variant in config.values(f"{path}/VariantName")
        ]
        if names and None not in names and name not in names:
            yield self.finding(
                resource,
                "ResourceId",
                f"the endpoint has no variant {name!r}",
                f"scale one of {', '.join(str(each) for each in names)}",
            )
