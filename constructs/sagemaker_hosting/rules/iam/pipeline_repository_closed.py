"""SMH0817."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._grants import actions, items
from sagemaker_hosting.rules._models import MODEL, repository_of
from sagemaker_hosting.rules._permissions import statements
from sagemaker_hosting.rules._roles import covers, is_allow
from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PipelineRepositoryClosed(Rule):
    """Beside a built-in algorithm in a pipeline, SageMaker itself pulls your image.

    The policy of the repository has to let the service principal in.
    """

    id = "SMH0817"
    title = "repository that a pipeline cannot pull from"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("pipeline-ecr-policy",)
    pages = (130, 133, 142, 143)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-pipelines.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image in a closed repository."""
        chain = list(resource.parts("Containers/*"))
        images = [image_of(container) for container in chain]
        if len(chain) < 2 or not any(image is not None and image.algorithm for image in images):
            return
        for container in chain:
            repository = repository_of(resource, container.get("Image"))
            lacking = [] if repository is None else _lacking(repository)
            if repository is not None and lacking:
                yield self.finding(
                    resource,
                    container.get("Image"),
                    f"the policy of the repository {repository.logical_id} does not let "
                    f"sagemaker.amazonaws.com call {', '.join(lacking)}",
                    "allow it in RepositoryPolicyText of the repository",
                )


_PULLING: Final = (
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "ecr:BatchCheckLayerAvailability",
)


def _lacking(repository: Resource) -> list[str]:
    """Return what the policy certainly does not let SageMaker do."""
    text = repository.get("RepositoryPolicyText")
    if text.is_absent:
        return list(_PULLING)
    given: list[str] = []
    for statement in statements(repository.part("RepositoryPolicyText")):
        principals = [outline(each.raw) for each in items(statement, "Principal/Service")]
        named = actions(statement)
        if named is None or None in principals:
            return []
        if not is_allow(statement) or not statement.part("Principal").is_known:
            # Somebody is denied something, or everybody may be let in.
            return []
        if "sagemaker.amazonaws.com" in principals or any("$" in str(each) for each in principals):
            given += named
    return [action for action in _PULLING if not any(covers(each, action) for each in given)]
