"""SMH2001."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._changes import kept_variants, scaled_names, updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class InstanceTypeOfScaledVariant(UpdateRule):
    """SageMaker refuses an update that changes the instance type of a variant that is scaled.

    Scaling that leaves the template in the same step does not help: CloudFormation removes it last.
    """

    id = "SMH2001"
    title = "instance type of a scaled variant changed"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "autoscaling-instance-type-change-fails",
        "update-instance-type-blocked",
        "as-update-deregister-conditions",
    )
    pages = (177, 178, 179)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each scaled variant on another instance type."""
        if not updated_in_place(before, after):
            return
        scaled = scaled_names(before)
        config = after.related("EndpointConfig")
        for name, old, new in kept_variants(before, after):
            was, will_be = old.get("InstanceType").text, new.get("InstanceType")
            if name in scaled and config and was and will_be.text not in (None, was):
                yield self.finding(
                    config,
                    will_be,
                    f"the instance type of {name}, which is scaled, changes from {was} to "
                    f"{will_be.text}; the update is refused",
                    "deploy three times: without the scaling, with the new instance type, with the "
                    "scaling again; or add a second variant and move the traffic to it",
                )
