"""SMH0290."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.neo import compiled_for
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NEURON: Final = ("ml_inf2", "ml_trn1")


class NeoImageMissing(Rule):
    """A compiled model runs in Neo's image, which nobody but the Python SDK chooses by itself.

    DescribeCompilationJob names it.
    """

    id = "SMH0290"
    title = "compiled model in another image"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-image-must-be-chosen",)
    pages = (492, 497, 514, 526)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each archive of Neo's in an image of another family of AWS's."""
        for container in containers(resource):
            target = compiled_for(outline(container.get("ModelDataUrl").raw) or "")
            image = image_of(container)
            if target is None or image is None or target in _NEURON or image.is_neuron:
                continue
            if image.owner is not None:
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"the model is compiled for {target}, and {image.repository} is no image of "
                    "Neo's",
                    "take the image that DescribeCompilationJob names (InferenceImage)",
                )
