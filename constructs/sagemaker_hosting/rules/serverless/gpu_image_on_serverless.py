"""SMH1370."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import images_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_GPU: Final = re.compile(r"(?:^|-)gpu(?:-|$)")


class GpuImageOnServerless(Rule):
    """Serverless variants have no GPU.

    An image for CUDA is large, slow to start there, and computes on the CPU if at all.
    """

    id = "SMH1370"
    title = "GPU image on a serverless variant"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-gpu",)
    pages = (602, 605)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each GPU image."""
        for variant, model in served(resource):
            serverless = variant.get("ServerlessConfig")
            for image in images_of(model):
                if serverless.is_given and (image.cuda is not None or _GPU.search(image.tag or "")):
                    yield self.finding(
                        resource,
                        serverless,
                        f"{image.repository}:{image.tag} is built for GPUs and serverless has none",
                        "use the CPU edition of the image, or an instance type with a GPU",
                    )
