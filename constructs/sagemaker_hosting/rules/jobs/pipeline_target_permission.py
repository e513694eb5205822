"""SMH1873."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import ROLE, allows
from sagemaker_hosting.rules._schedules import RULE, SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_START: Final = "sagemaker:StartPipelineExecution"


class PipelineTargetPermission(Rule):
    """The one thing that the role of a trigger has to allow is to start the pipeline."""

    id = "SMH1873"
    title = "role that may not start the pipeline"
    resource_types = (RULE, SCHEDULE)
    facts = ("sch-role",)
    pages = (730, 733, 734)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each role that may not start pipelines."""
        for target in pipeline_targets(resource):
            value = target.view.get("RoleArn")
            role = resource.template.named(value, ROLE, "") if resource.template else None
            if role is not None and allows(role, _START) is False:
                yield self.finding(
                    resource,
                    value,
                    f"the role {role.logical_id} does not allow {_START}",
                    f"allow {_START} on the pipeline to it",
                )
