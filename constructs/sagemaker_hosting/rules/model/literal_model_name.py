"""SMH0103."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LiteralModelName(Rule):
    """A change to a model replaces it, and the new one is made first.

    With a fixed name the replacement fails, since a model of that name already exists.
    """

    id = "SMH0103"
    title = "fixed model name"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "cfn-createonly-replacement",
        "sec-same-name-breaks",
        "naming-config-immutable",
        "pipeline-immutable",
        "sec-keep-model",
        "mce-update-flow",
    )
    pages = (
        112,
        123,
        595,
        596,
        597,
    )
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-model.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a literal name."""
        name = resource.get("ModelName")
        if name.text is not None:
            yield self.finding(
                resource,
                name,
                f"the model is named {name.text!r}; the next change to it fails: already existing",
                "leave ModelName out, and let CloudFormation choose a new name for each "
                "replacement",
            )
