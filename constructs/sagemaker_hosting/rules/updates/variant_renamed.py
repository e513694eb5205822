"""SMH2008."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import fleet, updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class VariantRenamed(UpdateRule):
    """An update shifts traffic from a variant to the one of the same name.

    Counts and weights are retained, and a deployment is guarded, only where the names stay.
    """

    id = "SMH2008"
    title = "variant renamed"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("guardrails-same-variant-name", "update-same-variant-name", "update-retain-properties")
    pages = (178, 350)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a fleet whose variants go by other names."""
        config, old, new = after.related("EndpointConfig"), fleet(before), fleet(after)
        if config is None or old is None or new is None or not updated_in_place(before, after):
            return
        gone, come = sorted(old.keys() - new.keys()), sorted(new.keys() - old.keys())
        if not gone or not come:
            return
        retained = after.get("RetainAllVariantProperties").boolean is True
        if retained or after.get("DeploymentConfig").is_given:
            yield self.finding(
                config,
                "ProductionVariants",
                f"{', '.join(gone)} is to go by {', '.join(come)}; "
                + (
                    "its instance count and weight are not retained"
                    if retained
                    else "the deployment configuration needs the same variant names"
                ),
                f"keep the name {gone[0]}; what changes with a version is the name of the model",
            )
