"""SMH0173."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# Rules for untagged images leave alone what a model names by its tag.
_EXPIRE: Final = re.compile(r'"tagStatus"\s*:\s*"(?:any|tagged)"')


class ImageExpires(Rule):
    """Every instance that is added, replaced or patched pulls the image again.

    Once the lifecycle policy of the repository has deleted it, none of them starts.
    """

    id = "SMH0173"
    title = "image that expires"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("sec-keep-images",)
    pages = (595,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each repository that loses its images."""
        for repository in resource.all_related("Repository"):
            policy = repository.get("LifecyclePolicy/LifecyclePolicyText")
            if policy.text is not None and _EXPIRE.search(policy.text):
                yield self.finding(
                    resource,
                    "",
                    f"the lifecycle policy of {repository.logical_id} deletes images by age or "
                    "count",
                    "keep the tags that are deployed out of the policy (tagStatus, tagPrefixList)",
                )
            emptied = repository.get("EmptyOnDelete")
            if emptied.boolean:
                yield self.finding(
                    resource,
                    "",
                    f"the repository {repository.logical_id} is deleted with its images",
                    "set EmptyOnDelete to false",
                )
