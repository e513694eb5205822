"""SMH1123."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._metric_uses import metric_uses
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_TRANSFORM_JOBS: Final = "/aws/sagemaker/TransformJobs"


class DiskOfTransformJobs(Rule):
    """Batch transform jobs publish CPU, memory and GPU utilisation, and not that of the disk."""

    id = "SMH1123"
    title = "disk utilisation of transform jobs"
    resource_types = ("AWS::CloudWatch::Alarm",)
    facts = ("metric-disk-not-transform",)
    pages = (140,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/monitoring-cloudwatch.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such metric."""
        for use in metric_uses(resource):
            if use.namespace.text == _TRANSFORM_JOBS and use.name.text == "DiskUtilization":
                yield self.finding(
                    resource,
                    use.name,
                    "DiskUtilization is not published for transform jobs",
                    "watch MemoryUtilization, or the failure of the job itself",
                )
