"""SMH1507."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.rules._shadow import sides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowOnInf1(Rule):
    """Inf1 instances take no shadow: the API refuses the request."""

    id = "SMH1507"
    title = "shadow on Inf1 instances"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-inf1",)
    pages = (352, 354)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on Inf1."""
        for side in sides(resource):
            name = side.instance_type.text
            if name is not None and family_of(name) == "inf1":
                yield self.finding(
                    resource,
                    side.at,
                    f"a shadow is declared on {name}",
                    "move both variants to another family (ml.inf2), or remove the shadow",
                )
