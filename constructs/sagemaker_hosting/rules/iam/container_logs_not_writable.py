"""SMH0853."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerLogsNotWritable(Rule):
    """What a container prints is written to CloudWatch Logs as the execution role.

    The policies of the role are all in the template, and none allows it: a failure at start leaves
    nothing to read.
    """

    id = "SMH0853"
    title = "role that cannot write the logs of the container"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("endpoint-role-logs-cloudwatch",)
    pages = (264,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role without logs."""
        role = resource.related("Role")
        if role is None:
            return
        missing = [
            action
            for action in ("logs:CreateLogStream", "logs:PutLogEvents")
            if allows(role, action) is False
        ]
        if missing:
            yield self.finding(
                resource,
                "ExecutionRoleArn",
                f"no policy of the role {role.logical_id} allows {' or '.join(missing)}",
                "allow logs:CreateLogGroup, logs:CreateLogStream and logs:PutLogEvents on "
                "/aws/sagemaker/* (a Model without role= derives it)",
            )
