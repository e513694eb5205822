"""SMH1515."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import PRODUCTION, SHADOW
from sagemaker_hosting.rules._shadow import has_shadow
from sagemaker_hosting.rules._variants import names_of_scaled
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class ShadowWithoutScaling(Rule):
    """Production scales and its shadow does not.

    At a spike the shadow gets the same share of more requests on the same instances, and the
    comparison is worth nothing.
    """

    id = "SMH1515"
    title = "shadow that does not scale with production"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-autoscaling",)
    pages = (367,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each shadow that is left behind."""
        if not has_shadow(resource):
            return
        scaled = names_of_scaled(resource)
        if None in scaled or not any(_name(each) in scaled for each in resource.parts(PRODUCTION)):
            return
        for variant in resource.parts(SHADOW):
            if _name(variant) is not None and _name(variant) not in scaled:
                yield self.finding(
                    resource,
                    variant.path,
                    f"production is scaled and its shadow {_name(variant)!r} is not",
                    "register the shadow variant as a scalable target with the same policy",
                )


def _name(variant: View) -> str | None:
    return variant.get("VariantName").text
