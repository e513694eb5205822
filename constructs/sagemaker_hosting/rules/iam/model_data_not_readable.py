"""SMH0802."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import DATA, containers
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules._roles import bucket_decides
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ModelDataNotReadable(Rule):
    """SageMaker downloads the model data with the execution role.

    The policies of the role are all in the template, and none allows s3:GetObject: unless the
    bucket itself lets the role in, the endpoint fails with "Could not access model data".
    """

    id = "SMH0802"
    title = "role that cannot read the model data"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("execution-role-purpose", "exec-role-needs", "mme-console-role", "sls-role-s3-read")
    pages = (22, 78, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the first data that the role cannot read."""
        role = resource.related("Role")
        if role is None or bucket_decides(resource) or allows(role, "s3:GetObject") is not False:
            return
        for container in containers(resource):
            for name in DATA:
                if container.get(name).is_given:
                    yield self.finding(
                        resource,
                        container.get(name),
                        f"no policy of the role {role.logical_id} allows s3:GetObject",
                        "allow s3:GetObject on the objects (a Model without role= derives it)",
                    )
                    return
