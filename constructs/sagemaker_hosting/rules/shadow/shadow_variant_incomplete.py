"""SMH1523."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import SHADOW
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEEDED: Final = ("ModelName", "InstanceType", "InitialInstanceCount")


class ShadowVariantIncomplete(Rule):
    """A shadow variant names its model and its instances, as a production variant does."""

    id = "SMH1523"
    title = "shadow variant without model or instances"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-config-shape",)
    pages = (194,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each shadow variant that lacks something."""
        for shadow in resource.parts(SHADOW):
            pooled = not shadow.get("InstancePools").is_absent
            needed = ("ModelName",) if pooled else _NEEDED
            lacking = [name for name in needed if shadow.get(name).is_absent]
            if lacking:
                yield self.finding(
                    resource,
                    shadow.path,
                    f"the shadow variant has no {' and no '.join(lacking)}",
                    f"give it {', '.join(_NEEDED)}",
                )
