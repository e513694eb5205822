"""SMH2105."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.pipelines import VERSION
from sagemaker_hosting.rules._pipelines import PIPELINE, definitions
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DefinitionVersion(Rule):
    """There is one version of pipeline definitions, and it is a date."""

    id = "SMH2105"
    title = "definition of another version"
    resource_types = (PIPELINE,)
    facts = ("pl-definition-version",)
    pages = (739, 770, 771)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for another version."""
        for definition in definitions(resource):
            version = definition.get("Version")
            if version.is_known and version.raw != VERSION.value:
                yield self.finding(
                    resource,
                    version,
                    f"Version is {version.raw!r}",
                    f"set Version to {VERSION.value}",
                )
