"""SMH1872."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import ROLE, trusts
from sagemaker_hosting.rules._schedules import PRINCIPALS, RULE, SCHEDULE, pipeline_targets
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PipelineTargetTrust(Rule):
    """A rule and a schedule assume their roles as different services."""

    id = "SMH1872"
    title = "role that the trigger may not assume"
    resource_types = (RULE, SCHEDULE)
    facts = ("sch-role",)
    pages = (730, 733, 734)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipeline-eventbridge.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each role that trusts somebody else."""
        service = PRINCIPALS[resource.type]
        for target in pipeline_targets(resource):
            value = target.view.get("RoleArn")
            role = resource.template.named(value, ROLE, "") if resource.template else None
            if role is not None and trusts(role, service) is False:
                yield self.finding(
                    resource,
                    value,
                    f"the role {role.logical_id} does not trust {service}",
                    f"allow sts:AssumeRole to the service principal {service}",
                )
