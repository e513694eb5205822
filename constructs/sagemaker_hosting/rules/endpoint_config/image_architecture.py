"""SMH0373."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import images_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ImageArchitecture(Rule):
    """Graviton instances run images for arm64, all others images for x86_64.

    An image for the other architecture does not start.
    """

    id = "SMH0373"
    title = "image for another processor"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("graviton-image-arch", "graviton-family-list", "torchserve-in-dlc", "ts-dlc-table")
    pages = (315, 372, 373, 583)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image that does not start."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            for image in images_of(model) if kind is not None else ():
                if kind is None or image.architecture in (None, kind.architecture):
                    continue
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    f"{kind.name} has {kind.architecture} processors and {image.repository} is "
                    "built for "
                    f"{image.architecture}",
                    "use the image for the architecture of the instances: "
                    + (
                        "its Graviton edition"
                        if kind.architecture == "arm64"
                        else "the x86_64 edition"
                    ),
                )
