"""SMH1522."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import SHADOW, only
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.links import referenced
from sagemaker_hosting.template.view import Resource, Value

_COMPARED: Final = ("ModelName", "InstanceType", "InitialInstanceCount")


class IdenticalShadow(Rule):
    """A shadow with model and instances of production tests nothing and doubles the cost."""

    id = "SMH1522"
    title = "shadow identical to production"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-different-model-required",)
    pages = (194,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a shadow that differs in nothing."""
        production = only(resource, "ProductionVariants")
        if production is None:
            return
        for shadow in resource.parts(SHADOW):
            if all(_same(production.get(name), shadow.get(name)) for name in _COMPARED):
                yield self.finding(
                    resource,
                    shadow.path,
                    "the shadow variant serves the model of production on the same instances",
                    "give the shadow the model, image or instances that are to be tried",
                )


def _same(left: Value, right: Value) -> bool:
    """Return whether two values are certainly equal: known, or the same reference."""
    if left.is_known and right.is_known:
        return bool(left.raw == right.raw)
    mentioned = list(referenced(left.raw))
    return bool(mentioned) and left.raw == right.raw
