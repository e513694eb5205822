"""SMH1205."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules._variants import names_of_scaled
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NoScaling(Rule):
    """Without scaling a fleet is sized for its peak and paid for around the clock.

    Or it is sized for less, and is not there at the peak.
    """

    id = "SMH1205"
    title = "variant that never scales"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("cost-autoscaling",)
    pages = (591,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-cost-optimization.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant without a target."""
        config = resource.related("EndpointConfig")
        scaled = names_of_scaled(resource)
        if config is None or None in scaled:
            return
        for variant in config.parts(PRODUCTION):
            name = variant.get("VariantName").text
            kind = instance_type(variant.get("InstanceType").text or "")
            given = (
                variant.get("ModelName").is_given
                and variant.get("ManagedInstanceScaling").is_absent
            )
            if (
                name is not None
                and kind is not None
                and not kind.burstable
                and given
                and name not in scaled
            ):
                yield self.finding(
                    resource,
                    "",
                    f"the variant {name!r} keeps its instances whatever the load",
                    "add a scalable target with a target tracking policy (scaling=)",
                )
