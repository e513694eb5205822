"""SMH0815."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._permissions import ROLE
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules._variants import SCALABLE_TARGET, is_sagemaker
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RoleOfScalableTarget(Rule):
    """Endpoints are scaled with a service-linked role, whatever RoleARN says.

    The CDK's ScalableTarget makes a role and passes it; it is never assumed.
    """

    id = "SMH0815"
    title = "role that autoscaling does not use"
    severity = Severity.INFO
    resource_types = (SCALABLE_TARGET,)
    facts = ("as-slr",)
    pages = (155, 156)
    url = "https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-service-linked-roles.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a role that is not the service-linked one."""
        given = resource.get("RoleARN")
        if not is_sagemaker(resource) or resource.template is None:
            return
        own = resource.template.named(given, ROLE, "RoleName")
        written = outline(given.raw) or ""
        if own is not None or _A_ROLE.fullmatch(written):
            yield self.finding(
                resource,
                given,
                f"the role {own.logical_id if own is not None else written} is not used",
                "leave RoleARN out: AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint is "
                "made on the first registration",
            )


_A_ROLE: Final = re.compile(r"arn:[^:]+:iam::[^:]+:role/(?!aws-service-role/).*[^}]")
