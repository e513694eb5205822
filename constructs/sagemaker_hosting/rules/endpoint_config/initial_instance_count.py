"""SMH0307."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InitialInstanceCount(Rule):
    """A variant on instances starts with one at least."""

    id = "SMH0307"
    title = "variant without instances"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("variant-instance-count-min", "asyncas-initial-count-min-1")
    pages = (185, 193, 272, 286)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each impossible count."""
        for path in ("ProductionVariants/*", "ShadowProductionVariants/*"):
            for count in resource.values(f"{path}/InitialInstanceCount"):
                number = count.number
                if number is not None and (number < 1 or number != int(number)):
                    yield self.finding(
                        resource,
                        count,
                        f"the initial instance count is {number:g}; a variant starts with at "
                        "least 1",
                        "set InitialInstanceCount (initial_instance_count=) to 1 or more",
                    )
