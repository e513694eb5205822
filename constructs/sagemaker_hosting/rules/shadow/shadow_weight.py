"""SMH1510."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import SHADOW, only
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowWeight(Rule):
    """The weight of a shadow, set against that of production, is the share that is copied.

    None is copied at 0, and never more than all of them.
    """

    id = "SMH1510"
    title = "weight of a shadow variant"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("shadow-weight-in-endpointconfig", "shadow-weight-sampling")
    pages = (194,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-shadow-deployment.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each weight that copies nothing, or more than all."""
        production = only(resource, "ProductionVariants")
        whole = None if production is None else production.get("InitialVariantWeight").number
        for weight in resource.values(f"{SHADOW}/InitialVariantWeight"):
            share = weight.number
            if share == 0:
                yield self.finding(
                    resource,
                    weight,
                    "the weight of the shadow variant is 0: no request is copied to it",
                    "set InitialVariantWeight to the share of the production weight that is to "
                    "be copied",
                )
            elif share is not None and whole is not None and share > whole:
                yield self.finding(
                    resource,
                    weight,
                    f"the shadow weight {share:g} is above the production weight {whole:g}; "
                    "there are no "
                    "more requests to copy than all",
                    f"set InitialVariantWeight of the shadow variant to {whole:g} or less",
                )
