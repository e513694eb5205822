"""SMH2013."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._changes import differs
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ShadowModelChanged(UpdateRule):
    """The model of a shadow variant cannot be edited: another model is another variant."""

    id = "SMH2013"
    title = "model of a shadow variant changed"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-model-not-editable",)
    pages = (363,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-view-monitor-edit-individual.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each shadow variant that keeps its name with another model."""
        shadows = {
            value.text
            for value in after.values(
                "ShadowModeConfig/ShadowModelVariants/*/ShadowModelVariantName"
            )
        }
        models = {
            variant.get("VariantName").text: variant.get("ModelName")
            for variant in before.parts("ModelVariants/*")
        }
        for variant in after.parts("ModelVariants/*"):
            name, model = variant.get("VariantName").text, variant.get("ModelName")
            if name is None or name not in shadows or name not in models:
                continue
            if differs(models[name], model, before, after):
                yield self.finding(
                    after,
                    model,
                    f"the shadow variant {name} gets another model",
                    "give the new model a shadow variant of another name",
                )
