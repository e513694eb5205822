"""SMH0502."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._variants import is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MaximumBelowOne(Rule):
    """The maximum is at least 1; SageMaker sets no upper bound but the quota of the account."""

    id = "SMH0502"
    title = "maximum capacity below one"
    resource_types = ("AWS::ApplicationAutoScaling::ScalableTarget",)
    facts = ("as-max-ge-1", "asyncas-register")
    pages = (152, 158, 286, 287)
    url = "https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a maximum that is too low."""
        if not is_sagemaker(resource):
            return

        most = resource.get("MaxCapacity")
        if most.number is not None and most.number < 1:
            yield self.finding(
                resource,
                most,
                f"the maximum capacity is {most.number:g}; it is at least 1",
                "raise MaxCapacity (max_capacity=)",
            )
