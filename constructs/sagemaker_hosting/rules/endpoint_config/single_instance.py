"""SMH0380."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules._variants import SCALABLE_TARGET, names_of_scaled
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SingleInstance(Rule):
    """SageMaker spreads the instances of an endpoint over Availability Zones where it can.

    A single one is down whenever it is replaced or its zone is.
    """

    id = "SMH0380"
    title = "endpoint on a single instance"
    severity = Severity.INFO
    resource_types = (
        "AWS::SageMaker::EndpointConfig",
        "AWS::ApplicationAutoScaling::ScalableTarget",
    )
    facts = (
        "bp-multi-instance",
        "bp-security-hub",
        "mme-two-instances",
        "endpoint-multi-az-by-count",
    )
    pages = (
        82,
        85,
        195,
        579,
        580,
    )
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each fleet of one."""
        if resource.type == SCALABLE_TARGET:
            config = resource.related("EndpointConfig")
            least = resource.get("MinCapacity")
            on_instances = resource.get("ScalableDimension").text == VARIANT_DIMENSION
            if (
                config is None
                or not config.get("AsyncInferenceConfig").is_absent
                or not on_instances
            ):
                return
            if least.number == 1:
                yield self.finding(
                    resource,
                    least,
                    "the fleet may shrink to one instance",
                    "set MinCapacity (min_capacity=) to 2 or more in production",
                )
            return
        if not resource.get("AsyncInferenceConfig").is_absent:
            return
        scaled = names_of_scaled(resource)
        for variant in resource.parts(PRODUCTION):
            count, name = variant.get("InitialInstanceCount"), variant.get("VariantName").text
            if count.number == 1 and None not in scaled and name not in scaled:
                yield self.finding(
                    resource,
                    count,
                    "the variant runs on one instance",
                    "set InitialInstanceCount (instance_count=) to 2 or more in production",
                )
