"""SMH1710."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._permissions import statements, texts
from sagemaker_hosting.rules._registry import GROUP, as_pattern, each_of, group_policy
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GroupPolicyResource(Rule):
    """Another account registers versions: the policy of the group names model-package/<group>/*.

    A resource of another group, or the group itself, allows nothing.
    """

    id = "SMH1710"
    title = "group policy about something else"
    resource_types = (GROUP,)
    facts = ("reg-group-policy-resource",)
    pages = (997,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version-cross-account.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each statement that lets nobody register."""
        name = resource.get("ModelPackageGroupName").text
        for statement in statements(group_policy(resource)):
            actions = [text or "" for text in texts(statement.get("Action"))]
            given = statement.get("Resource")
            if name is None or "sagemaker:createmodelpackage" not in map(str.lower, actions):
                continue
            patterns = [outline(each) for each in each_of(given)]
            # SageMaker writes names in ARNs in lower case; either spelling is meant for this group.
            versions = [
                f"arn:aws:sagemaker:eu-west-1:111122223333:model-package/{spelt}/1"
                for spelt in (name, name.lower())
            ]
            if (
                patterns
                and None not in patterns
                and not any(
                    fnmatchcase(version, as_pattern(pattern or ""))
                    for pattern in patterns
                    for version in versions
                )
            ):
                yield self.finding(
                    resource,
                    given,
                    f"no resource of the statement is a version of {name}",
                    f"write arn:aws:sagemaker:<region>:<account>:model-package/{name}/*",
                )
