"""SMH1518."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._shadow import SAMPLED, is_to_stop
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentVariants(Rule):
    """A shadow test names its production variant and its shadow among the variants it lists.

    One that is to stop lists the variants that stay.
    """

    id = "SMH1518"
    title = "shadow test that names no such variants"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-experiment-cfn-shape",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ShadowModeConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each name that is not listed or used twice."""
        listed = [each.get("VariantName").text for each in resource.parts("ModelVariants/*")]
        certain = resource.get("ModelVariants").length == len(listed) and None not in listed
        certain = certain and not is_to_stop(resource)
        source = resource.get("ShadowModeConfig/SourceModelVariantName")
        shadows = list(resource.values(f"{SAMPLED}/ShadowModelVariantName"))
        for name in (source, *shadows):
            if name.text is not None and certain and name.text not in listed:
                yield self.finding(
                    resource,
                    name,
                    f"{name.text!r} is none of the variants {', '.join(map(repr, listed))}",
                    "name a variant of ModelVariants",
                )
        for name in shadows:
            if name.text is not None and name.text == source.text:
                yield self.finding(
                    resource,
                    name,
                    f"{name.text!r} is both the production variant and its shadow",
                    "name the other variant as the shadow",
                )
