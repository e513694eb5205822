"""SMH1708."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE, not_retained
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageNotRetained(Rule):
    """A changed version is a new version, and CloudFormation deletes the old one.

    Endpoints that were made from it lose what they were made from.
    """

    id = "SMH1708"
    title = "version that its successor deletes"
    severity = Severity.WARNING
    resource_types = (PACKAGE,)
    facts = ("reg-cfn-replacement",)
    pages = ()
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-modelpackage.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a version that is not kept."""
        if "UpdateReplacePolicy" in not_retained(resource):
            yield self.finding(
                resource,
                "",
                "a change of the version deletes the old one: UpdateReplacePolicy is not Retain",
                "set UpdateReplacePolicy to Retain (RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)",
            )
