"""SMH0207."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers, tag_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MutableImageTag(Rule):
    """A missing tag means latest, and latest is whatever was pushed last.

    The template then does not change when the image does, two instances of one fleet may run
    different code, and there is nothing to roll back to.
    """

    id = "SMH0207"
    title = "image by a tag that moves"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("seed003-tag-latest", "sec-update-model-procedure")
    pages = (579, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image without a fixed version."""
        for container in containers(resource):
            image = container.get("Image")
            if image.text is None or "@" in image.text:
                continue
            if tag_of(image.text) in (None, "latest"):
                yield self.finding(
                    resource,
                    image,
                    f"the image {image.text!r} is taken by "
                    f"{'no tag at all' if tag_of(image.text) is None else 'the tag latest'}",
                    "name it by digest (image@sha256:...) or by a tag that never moves",
                )
