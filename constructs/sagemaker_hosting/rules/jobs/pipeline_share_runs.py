"""SMH1884."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_RUN: Final = "/AWSRAMPermissionSageMakerPipelineAllowExecution"


class PipelineShareRuns(Rule):
    """Who may run a shared pipeline uses the resources of its owner, who pays."""

    id = "SMH1884"
    title = "share of a pipeline that others may run"
    severity = Severity.INFO
    resource_types = ("AWS::RAM::ResourceShare",)
    facts = ("pl-cross-account-ram",)
    pages = (640, 641, 642)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-xaccount.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each permission to run the pipeline."""
        for value in resource.values("PermissionArns/*"):
            if (outline(value.raw) or "").endswith(
                "/AWSRAMPermissionSageMakerPipelineAllowExecution"
            ):
                yield self.finding(
                    resource,
                    value,
                    "other accounts may run the pipeline, on resources of this one",
                    "take AWSRAMDefaultPermissionSageMakerPipeline if they are only to read it",
                )
