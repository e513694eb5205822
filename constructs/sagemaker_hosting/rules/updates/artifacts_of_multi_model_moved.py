"""SMH2018."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource

_CONTAINERS: Final = ("PrimaryContainer", "Containers/0")


class ArtifactsOfMultiModelMoved(UpdateRule):
    """A multi-model endpoint takes another model as soon as its archive lies below the prefix.

    Another prefix makes another model, another configuration and an update of the whole fleet.
    """

    id = "SMH2018"
    title = "prefix of a multi-model endpoint changed"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("mme-add-model",)
    pages = (72, 88, 89)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/add-models-to-endpoint.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a prefix that changes."""
        for path in _CONTAINERS:
            new = after.get(f"{path}/ModelDataUrl")
            many = [side.get(f"{path}/Mode").text == "MultiModel" for side in (before, after)]
            if all(many) and differs(before.get(f"{path}/ModelDataUrl"), new, before, after):
                yield self.finding(
                    after,
                    new,
                    "the prefix of the models changes; the model is replaced and the fleet updated",
                    "keep the prefix and upload the new archive below it under a new name",
                )
