"""SMH0331."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import CONFIG, PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InitialCountOutsideManaged(Rule):
    """Managed instance scaling keeps the number of instances within its limits from the start."""

    id = "SMH0331"
    title = "instances outside the managed limits"
    resource_types = (CONFIG,)
    facts = ("deploy-max-instances",)
    pages = (31,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each count or pair of limits that cannot hold."""
        for variant in resource.parts(PRODUCTION):
            count = variant.get("InitialInstanceCount")
            managed = variant.part("ManagedInstanceScaling")
            least, most = managed.get("MinInstanceCount"), managed.get("MaxInstanceCount")
            if least.number is not None and most.number is not None and least.number > most.number:
                yield self.finding(
                    resource,
                    least,
                    f"MinInstanceCount is {least.number:g} and MaxInstanceCount {most.number:g}",
                    "set MinInstanceCount to MaxInstanceCount or less",
                )
            elif (
                count.number is not None
                and (managed.get("Status").is_absent or managed.get("Status").text == "ENABLED")
                and (
                    (least.number is not None and count.number < least.number)
                    or (most.number is not None and count.number > most.number)
                )
            ):
                yield self.finding(
                    resource,
                    count,
                    f"the initial instance count is {count.number:g}, outside the managed limits",
                    "set InitialInstanceCount within MinInstanceCount and MaxInstanceCount",
                )
