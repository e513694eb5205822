"""SMH1870."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._schedules import RULE, SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PipelineTargetRole(Rule):
    """EventBridge starts a pipeline as a role of yours."""

    id = "SMH1870"
    title = "pipeline target without a role"
    resource_types = (RULE, SCHEDULE)
    facts = ("sch-eventbridge-target",)
    pages = (729, 730, 731, 732)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each target without a role."""
        for target in pipeline_targets(resource):
            if target.view.get("RoleArn").is_absent:
                yield self.finding(
                    resource,
                    target.view,
                    "the target starts a pipeline and has no RoleArn",
                    "give it a role that allows sagemaker:StartPipelineExecution",
                )
