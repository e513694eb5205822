"""SMH1312."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.images import Image
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._kinds import serverless_models
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MARK: Final = re.compile(r"(?:^|[-_.])(gpu|cu\d{2,3}|cuda[\d.]*|neuronx?)(?:[-_.]|$)")


class GpuImage(Rule):
    """Serverless has no accelerator, and no image of more than 10 GB.

    Images for GPUs are mostly larger: "Image size is greater than supported size 10737418240."
    """

    id = "SMH1312"
    title = "image for an accelerator on serverless"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-excl-gpu", "fm-gpu")
    pages = (227, 602, 605)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image or setting for an accelerator."""
        for model in serverless_models(resource):
            for container in containers(model):
                image = image_of(container)
                mark = _accelerator(image) if image is not None else None
                if mark is not None:
                    yield self.finding(
                        model,
                        container.get("Image"),
                        f"the image is built for an accelerator ({mark}) and the variant is "
                        "serverless, which has none",
                        "take the image for CPUs, or serve the model on instances with the "
                        "accelerator",
                    )
                devices = container.get("Environment/CUDA_VISIBLE_DEVICES")
                if devices.text is not None and re.search(r"^\d", devices.text):
                    yield self.finding(
                        model,
                        devices,
                        f"CUDA_VISIBLE_DEVICES is {devices.text!r} and the variant is serverless, "
                        "which has no GPU",
                        "remove CUDA_VISIBLE_DEVICES, or serve the model on GPU instances",
                    )


def _accelerator(image: Image) -> str | None:
    """Return what in the address of ``image`` speaks of an accelerator; None when nothing does."""
    found = _MARK.search(image.tag or "")
    if found is None and image.owner is not None:
        # In the name of a repository of yours it may mean anything.
        found = _MARK.search(image.repository)
    return found.group(1) if found is not None else None
