"""SMH2002."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._changes import fleet, scaled_names, updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ScaledVariantRemoved(UpdateRule):
    """SageMaker refuses an update that takes away a variant that is scaled.

    Scaling that leaves the template in the same step does not help: CloudFormation removes it last.
    """

    id = "SMH2002"
    title = "scaled variant removed or renamed"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("update-variant-removal-blocked", "as-update-deregister-conditions")
    pages = (178, 179)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each scaled variant that the new fleet lacks."""
        config, new = after.related("EndpointConfig"), fleet(after)
        if config is None or new is None or not updated_in_place(before, after):
            return
        for name in sorted(scaled_names(before) & (fleet(before) or {}).keys() - new.keys()):
            yield self.finding(
                config,
                "ProductionVariants",
                f"the variant {name}, which is scaled, is not among {', '.join(sorted(new))}; the "
                "update is refused",
                f"keep the name {name}, or deploy once without its scaling first",
            )
