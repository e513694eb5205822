"""SMH1519."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentWithoutShadow(Rule):
    """ShadowModeConfig names the production variant, its shadow and the share of traffic.

    The API requires it; the CloudFormation schema does not.
    """

    id = "SMH1519"
    title = "shadow test that says nothing of its shadow"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-experiment-cfn-shape",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceExperiment.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a missing configuration."""
        if resource.get("ShadowModeConfig").is_absent:
            yield self.finding(
                resource,
                "",
                "the shadow test has no ShadowModeConfig",
                "give ShadowModeConfig with SourceModelVariantName and one of ShadowModelVariants",
            )
