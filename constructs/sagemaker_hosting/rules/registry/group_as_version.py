"""SMH1707."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._registry import GROUP
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GroupAsVersion(Rule):
    """A model is made from one version; a group says none, and is none."""

    id = "SMH1707"
    title = "model of a group instead of a version"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("reg-deploy-by-package", "reg-arn-shape")
    pages = (232, 233, 776, 983)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-deploy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each group where a version belongs."""
        for container in containers(resource):
            value = container.get("ModelPackageName")
            if resource.template is None:
                continue
            group = resource.template.named(value, GROUP, "ModelPackageGroupName")
            # A version may be spelled with the name of its group: group ARN, slash, number.
            if group is not None and (outline(value.raw) or "").count("/") == 0:
                yield self.finding(
                    resource,
                    value,
                    f"{group.logical_id} is a model package group, not a version",
                    "give the ARN of a version: .../model-package/<group>/<version>",
                )
