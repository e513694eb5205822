"""SMH0804."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import repository_of
from sagemaker_hosting.rules._permissions import allows
from sagemaker_hosting.rules._texts import is_of_this_account
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ImageNotPullable(Rule):
    """SageMaker pulls your image with the execution role.

    The policies of the role are all in the template, and none allows ecr:BatchGetImage: unless the
    repository itself lets the role in, the image cannot be pulled. AWS lets everybody pull its own.
    """

    id = "SMH0804"
    title = "role that cannot pull the image"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("execution-role-purpose", "exec-role-needs", "endpoint-role-logs-cloudwatch")
    pages = (22, 264, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/sagemaker-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image of yours that the role cannot pull."""
        role = resource.related("Role")
        if role is None or allows(role, "ecr:BatchGetImage") is not False:
            return
        if any(
            not repository.get("RepositoryPolicyText").is_absent
            for repository in resource.all_related("Repository")
        ):
            return
        for container in containers(resource):
            image = container.get("Image")
            if is_of_this_account(image.raw) or repository_of(resource, image) is not None:
                yield self.finding(
                    resource,
                    image,
                    f"no policy of the role {role.logical_id} allows ecr:BatchGetImage",
                    "allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository, and "
                    "ecr:GetAuthorizationToken",
                )
