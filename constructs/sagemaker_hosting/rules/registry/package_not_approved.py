"""SMH1706."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._registry import packages_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NOT_YET: Final = ("PendingManualApproval", "Rejected")


class PackageNotApproved(Rule):
    """A version of a group has to be approved before a model can be made from it."""

    id = "SMH1706"
    title = "model of a version that is not approved"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("reg-approved-required-to-deploy", "reg-deploy-by-package")
    pages = (232, 233)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-approve.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each version that SageMaker does not deploy yet."""
        for value, package in packages_of(resource):
            status = package.get("ModelApprovalStatus")
            versioned = package.get("ModelPackageGroupName").is_given
            if versioned and (status.is_absent or status.text in _NOT_YET):
                given = "not given" if status.is_absent else status.text
                yield self.finding(
                    resource,
                    value,
                    f"the version {package.logical_id} is used, and ModelApprovalStatus is {given}",
                    "set ModelApprovalStatus of the model package to Approved",
                )
