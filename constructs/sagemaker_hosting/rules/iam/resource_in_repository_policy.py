"""SMH0816."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import REPOSITORY
from sagemaker_hosting.rules._permissions import statements
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ResourceInRepositoryPolicy(Rule):
    """The policy of a repository is about that repository, and ECR takes no Resource in it."""

    id = "SMH0816"
    title = "policy of a repository with a Resource"
    severity = Severity.WARNING
    resource_types = (REPOSITORY,)
    facts = ("ecr-policy-no-resource",)
    pages = (143,)
    url = "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement with a resource."""
        for statement in statements(resource.part("RepositoryPolicyText")):
            if statement.get("Resource").is_given:
                yield self.finding(
                    resource,
                    statement.get("Resource"),
                    "the policy of a repository names a Resource",
                    "remove Resource from the statement",
                )
