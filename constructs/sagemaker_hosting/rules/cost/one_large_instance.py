"""SMH1203."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LARGE: Final = 16


class OneLargeInstance(Rule):
    """Several smaller instances cost the same, spread over zones, and scale in smaller steps."""

    id = "SMH1203"
    title = "one large instance instead of several small ones"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("bp-small-many",)
    pages = (580,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each single large instance."""
        for variant in resource.parts(PRODUCTION):
            kind = instance_type(variant.get("InstanceType").text or "")
            count = variant.get("InitialInstanceCount")
            large = kind is not None and kind.accelerator == "none" and (kind.vcpus or 0) >= _LARGE
            if kind is not None and large and count.number == 1:
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    f"the variant runs on one {kind.name} with {kind.vcpus} vCPUs",
                    "run two or more of a smaller size, if the model fits its memory",
                )
