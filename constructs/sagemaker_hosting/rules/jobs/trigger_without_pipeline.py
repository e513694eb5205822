"""SMH1876."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._schedules import RULE, SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TriggerWithoutPipeline(Rule):
    """A trigger outlives its pipeline, and goes on to start what is not there.

    By a reference CloudFormation knows to delete it first, and to create it last.
    """

    id = "SMH1876"
    title = "trigger that does not refer to its pipeline"
    severity = Severity.WARNING
    resource_types = (RULE, SCHEDULE)
    facts = ("sch-orphaned-triggers",)
    pages = (736,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each pipeline of the template that is named by a literal."""
        for target in pipeline_targets(resource):
            pipeline = target.pipeline
            if pipeline is not None and not resource.template.waits_for(resource, pipeline):
                yield self.finding(
                    resource,
                    target.view.get("Arn"),
                    f"the target spells the name of {pipeline.logical_id} and does not refer to it",
                    f"write pipeline/${{{pipeline.logical_id}}} with Fn::Sub, or add DependsOn",
                )
