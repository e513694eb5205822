"""SMH2015."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import replaced
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ModelPackageReplaced(UpdateRule):
    """Most of a model package cannot be changed: CloudFormation registers another version.

    It then deletes the old one, with its approval and its lineage, unless it is told to retain it.
    """

    id = "SMH2015"
    title = "version of a model replaced"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::ModelPackage",)
    facts = ("reg-cfn-replacement",)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a version that is deleted."""
        changed = replaced(before, after)
        if changed is None or after.template is None:
            return
        policy = after.template.attribute(after, "UpdateReplacePolicy")
        if policy.is_absent or policy.text == "Delete":
            yield self.finding(
                after,
                changed,
                f"{changed} changes; a new version is registered and the old one deleted",
                "set UpdateReplacePolicy: Retain on the model package",
            )
