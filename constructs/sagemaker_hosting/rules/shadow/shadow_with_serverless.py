"""SMH1502."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules._shadow import shadowed_config
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowWithServerless(Rule):
    """Shadow variants and shadow tests exist for variants on instances only.

    The API refuses them beside serverless variants.
    """

    id = "SMH1502"
    title = "shadow beside a serverless variant"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-serverless",)
    pages = (352, 354)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each serverless variant."""
        found = shadowed_config(resource)
        if found is None:
            return
        config, at = found
        for variant in variants_of(config):
            serverless = variant.get("ServerlessConfig")
            if serverless.is_given:
                yield self.finding(
                    resource,
                    at or serverless,
                    "a shadow is declared where a variant is serverless",
                    "give both variants InstanceType and InitialInstanceCount, or remove the "
                    "shadow",
                )
