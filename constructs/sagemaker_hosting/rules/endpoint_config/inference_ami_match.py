"""SMH0315."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class InferenceAmiMatch(Rule):
    """GPU machine images belong on GPU instances, the Neuron one on Inferentia and Trainium."""

    id = "SMH0315"
    title = "machine image of another accelerator"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ami-accelerator-match", "ami-enum-api")
    pages = (599,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariant.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each misfit."""
        for variant in (
            *resource.parts("ProductionVariants/*"),
            *resource.parts("ShadowProductionVariants/*"),
        ):
            image = variant.get("InferenceAmiVersion")
            known = instance_type(variant.get("InstanceType").text or "")
            if image.text is None or known is None:
                continue
            neuron = known.accelerator in ("inferentia", "trainium")
            if ("-gpu-" in image.text and not known.has_gpu) or (
                "-neuron-" in image.text and not neuron
            ):
                yield self.finding(
                    resource,
                    image,
                    f"{image.text} does not fit {known.name} (accelerator: {known.accelerator})",
                    "remove InferenceAmiVersion, or choose the one for the accelerator",
                )
