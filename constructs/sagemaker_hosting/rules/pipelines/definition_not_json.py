"""SMH2104."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import BODY, PIPELINE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.documents import read_document
from sagemaker_hosting.template.view import Resource


class DefinitionNotJson(Rule):
    """The definition of a pipeline is a JSON document; CloudFormation does not look inside."""

    id = "SMH2104"
    title = "definition that is no JSON"
    resource_types = (PIPELINE,)
    facts = ("pl-definition-version",)
    pages = (739, 770, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a body that cannot be parsed, or has no steps."""
        body = resource.get(BODY)
        document = read_document(body.raw)
        if body.text is None:
            return
        if not isinstance(document, dict):
            message = "the definition is no JSON map"
        elif not isinstance(document.get("Steps"), list):
            message = "the definition has no list of Steps"
        else:
            return
        yield self.finding(
            resource, body, message, "write what Pipeline.definition() of the Python SDK returns"
        )
