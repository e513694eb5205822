"""SMH2101."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._pipelines import PIPELINE, definitions
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentByDefault(Rule):
    """Each run of a pipeline becomes a run of an experiment, unless the definition says null."""

    id = "SMH2101"
    title = "experiment that nobody asked for"
    severity = Severity.INFO
    resource_types = (PIPELINE,)
    facts = ("exp-pipeline-default",)
    pages = (736, 737, 738, 739, 740)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-experiments.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a definition that does not say."""
        for definition in definitions(resource):
            if "PipelineExperimentConfig" not in definition.properties:
                yield self.finding(
                    resource,
                    definition,
                    "the definition does not mention PipelineExperimentConfig: runs are recorded "
                    "as an experiment named after the pipeline",
                    "set PipelineExperimentConfig, to null for none",
                )
