"""SMH0306."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import is_well_formed
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InstanceTypeForm(Rule):
    """Hosting takes ml.<family>.<size>. Local mode of the SageMaker SDK is not an instance type.

    A well-formed type that is newer than this library is left to the service.
    """

    id = "SMH0306"
    title = "not an instance type"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("instance-type-supported",)
    pages = (41,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each malformed type."""
        for path in ("ProductionVariants/*", "ShadowProductionVariants/*"):
            for name in resource.values(f"{path}/InstanceType"):
                if name.text is not None and not is_well_formed(name.text):
                    meant = f"ml.{name.text}"
                    yield self.finding(
                        resource,
                        name,
                        f"{name.text!r} is not a hosting instance type",
                        f"write {meant}"
                        if is_well_formed(meant)
                        else "write ml.<family>.<size>, such as ml.m5.xlarge (instance_type=)",
                    )
