"""SMH1508."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules._shadow import shadowed_config
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowWithAccelerator(Rule):
    """A variant with an Elastic Inference accelerator takes no shadow: the API refuses it."""

    id = "SMH1508"
    title = "shadow beside Elastic Inference"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-error-kind",)
    pages = (352, 354)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each accelerator."""
        found = shadowed_config(resource)
        if found is None:
            return
        config, at = found
        for variant in variants_of(config):
            accelerator = variant.get("AcceleratorType")
            if accelerator.is_given:
                yield self.finding(
                    resource,
                    at or accelerator,
                    "a shadow is declared where a variant has an Elastic Inference accelerator",
                    "remove AcceleratorType and choose an instance type with an accelerator of "
                    "its own",
                )
