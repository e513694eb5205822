"""SMH0311."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class VariantWithoutCapacity(Rule):
    """A variant runs on an instance type, on instance pools, or serverless.

    The CloudFormation schema asks for none of them.
    """

    id = "SMH0311"
    title = "variant without capacity"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-required-fields",)
    pages = (41,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that runs on nothing."""
        for variant in (
            *resource.parts("ProductionVariants/*"),
            *resource.parts("ShadowProductionVariants/*"),
        ):
            if all(
                variant.get(name).is_absent
                for name in ("InstanceType", "InstancePools", "ServerlessConfig")
            ):
                yield self.finding(
                    resource,
                    variant,
                    "the variant has no InstanceType, InstancePools or ServerlessConfig",
                    "set InstanceType and InitialInstanceCount (instance_type=, "
                    "initial_instance_count=)",
                )
