"""SMH0104."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_ROLE_ARN: Final = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+")


class ModelRoleArn(Rule):
    """SageMaker assumes the role by its ARN; a role name is refused."""

    id = "SMH0104"
    title = "execution role is not a role ARN"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("execution-role-purpose", "exec-role-needs")
    pages = (41, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModel.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a malformed ARN."""
        role = resource.get("ExecutionRoleArn")
        if role.text is not None and not _ROLE_ARN.fullmatch(role.text):
            yield self.finding(
                resource,
                role,
                f"{role.text!r} is not the ARN of an IAM role",
                "write arn:aws:iam::<account>:role/<name> (role.role_arn)",
            )
