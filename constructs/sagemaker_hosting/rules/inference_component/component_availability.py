"""SMH0670."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

COMPONENT: Final = "AWS::SageMaker::InferenceComponent"


class ComponentAvailability(Rule):
    """High availability takes more than two copies of a component, on two instances or more.

    A minimum of zero is taken as meant: it scales to nothing on purpose.
    """

    id = "SMH0670"
    title = "component that is not highly available"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::InferenceComponent", "AWS::SageMaker::EndpointConfig")
    facts = ("bp-ic-availability",)
    pages = (580,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for few copies, and one for few instances."""
        if resource.type == COMPONENT:
            copies = resource.get("RuntimeConfig/CopyCount")
            if copies.number in (1, 2):
                yield self.finding(
                    resource,
                    copies,
                    f"the component has {copies.number:g} copies",
                    "set CopyCount to 3 or more in production",
                )
            return
        for variant in resource.parts(PRODUCTION):
            scaling = variant.part("ManagedInstanceScaling")
            least = scaling.get("MinInstanceCount")
            status = scaling.get("Status")
            if (status.is_absent or status.text == "ENABLED") and least.number == 1:
                yield self.finding(
                    resource,
                    least,
                    "managed instance scaling may leave one instance",
                    "set MinInstanceCount to 2 or more in production",
                )
