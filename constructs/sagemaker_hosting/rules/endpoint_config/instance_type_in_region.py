"""SMH0387."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instance_regions import SOURCE, instance_types_in, regions_of
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules._regions import region_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InstanceTypeInRegion(Rule):
    """No Region offers every instance type, and the newest ones start in a few.

    The Region is that of the deployment where it is known, or the one that the addresses and ARNs
    of a configuration and its models name. What a Region offers is read from AWS's price lists,
    which grow and are not complete; types and Regions that they do not list are not reported.
    """

    id = "SMH0387"
    title = "instance type that the price list of the Region lacks"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-instance-support",)
    pages = (296,)
    url = SOURCE

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each type that is offered elsewhere only."""
        region = region_of(resource)
        if region is None:
            return
        offered = instance_types_in(region)
        if not offered:
            return
        for variant in variants_of(resource):
            for path in ("InstanceType", "InstancePools/*/InstanceType"):
                for value in variant.values(path):
                    name = value.text or ""
                    if name in offered or not regions_of(name):
                        continue
                    family = name.rpartition(".")[0]
                    others = sorted(each for each in offered if each.startswith(f"{family}."))
                    yield self.finding(
                        resource,
                        value,
                        f"{name} is not in the price list for hosting in {region}",
                        "see whether the Region has it before you rely on it, or choose "
                        + (others[0] if others else "another family"),
                    )
