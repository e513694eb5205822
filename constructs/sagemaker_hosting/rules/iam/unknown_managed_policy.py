"""SMH0876."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.managed_policies import misnamed
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_OF_AWS: Final = re.compile(r":iam::aws:policy/(?:.*/)?([^/]+)$")


class UnknownManagedPolicy(Rule):
    """A role is not made while one of its managed policies does not exist."""

    id = "SMH0876"
    title = "managed policy that AWS does not have"
    resource_types = ("AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::User")
    facts = ("seed003-ecr-policy-name",)
    pages = (373,)
    url = "https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy under a name that is not its own."""
        for arn in resource.values("ManagedPolicyArns/*"):
            found = _OF_AWS.search(outline(arn.raw) or "")
            meant = misnamed(found.group(1)) if found is not None else None
            if found is not None and meant is not None:
                yield self.finding(
                    resource,
                    arn,
                    f"AWS has no managed policy {found.group(1)}",
                    f"write {meant}",
                )
