"""SMH0106."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.naming import is_name
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelNameForm(Rule):
    """A model name is 1 to 63 letters, digits and inner hyphens.

    There is no dot in it, no underscore and no space.
    """

    id = "SMH0106"
    title = "malformed model name"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("naming-model-unique",)
    pages = (234,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a malformed name."""
        name = resource.get("ModelName")
        if name.text is not None and not is_name(name.text):
            yield self.finding(
                resource,
                name,
                f"{name.text!r} is not a model name: 1 to 63 letters, digits and inner hyphens",
                "leave ModelName out, or replace what is not allowed by hyphens",
            )
