"""SMH1713."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._registry import PACKAGE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.view import Resource


class ModelCardNotJson(Rule):
    """The content of a model card is a JSON document, given as text."""

    id = "SMH1713"
    title = "model card that is no JSON"
    resource_types = (PACKAGE,)
    facts = ("reg-model-card-inside",)
    pages = (982, 1000)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelPackageModelCard.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a content that cannot be parsed, or is no map."""
        value = resource.get("ModelCard/ModelCardContent")
        if value.text is not None and not isinstance(read_document(value.raw), dict):
            yield self.finding(
                resource,
                value,
                "the content of the model card is no JSON map",
                "serialize the content with json.dumps (Stack.to_json_string in the CDK)",
            )
