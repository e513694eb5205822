"""SMH2103."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.view import Resource, remembered


class PipelineNamesUnique(Rule):
    """The name of a pipeline is taken once in an account and Region."""

    id = "SMH2103"
    title = "two pipelines of one name"
    resource_types = (PIPELINE,)
    facts = ("pl-unique-name",)
    pages = (630, 643, 769)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/define-pipeline.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that an earlier pipeline of the template has."""
        name = resource.get("PipelineName")
        if resource.template is None or name.text is None:
            return
        (first,) = _first_by_name(resource.template)
        other = first[name.text]
        if other.logical_id != resource.logical_id:
            yield self.finding(
                resource,
                name,
                f"{other.logical_id} is named {name.text} as well",
                "give each pipeline a name of its own",
            )


@remembered
def _first_by_name(template: Resources) -> Iterator[dict[str, Resource]]:
    """Yield, once, the first pipeline of each name."""
    found: dict[str, Resource] = {}
    for pipeline in template.of_type(PIPELINE):
        name = pipeline.get("PipelineName").text
        if name is not None:
            found.setdefault(name, pipeline)
    yield found
