"""SMH0271."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, Value

_PACKAGE: Final = re.compile(r"arn:[^:]+:sagemaker:([a-z0-9-]+):")


class ImagesOfTwoRegions(Rule):
    """A stack lives in one Region, and its models pull their images there.

    Of two Regions that images, packages and SAGEMAKER_REGION name, one is wrong.
    """

    id = "SMH0271"
    title = "models of two Regions in one stack"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("torchserve-dlc-region", "djl-image", "graviton-env-sample", "ts-dlc-region-host")
    pages = (315, 374, 381, 585)
    url = "https://github.com/aws/deep-learning-containers/blob/master/available_images.md"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each Region that is another than the first."""
        first = _first(resource)
        for region, value in _regions(resource):
            if first is not None and region != first:
                yield self.finding(
                    resource,
                    value,
                    f"the models of this stack name both {first} and {region}",
                    "write the Region of the stack: ${AWS::Region} in an Fn::Sub",
                )


def _regions(model: Resource) -> Iterator[tuple[str, Value]]:
    """Yield each Region that the containers of ``model`` name, and where."""
    for container in containers(model):
        image, package = image_of(container), container.get("ModelPackageName")
        if image is not None and image.region is not None:
            yield image.region, container.get("Image")
        arn = _PACKAGE.match(outline(package.raw) or "")
        if arn is not None:
            yield arn.group(1), package
        named = container.get("Environment/SAGEMAKER_REGION")
        if named.text:
            yield named.text, named


def _first(model: Resource) -> str | None:
    """Return the first Region that the models of the template name."""
    models = [model] if model.template is None else model.template.of_type(MODEL)
    return next((region for each in models for region, _ in _regions(each)), None)
