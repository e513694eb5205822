"""SMH1970."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelArchive(Rule):
    """A multi-model container finds its archives below a prefix: one archive is none."""

    id = "SMH1970"
    title = "archive where many are expected"
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("torchserve-mme",)
    pages = (377, 378, 379)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each single archive."""
        for container in containers(resource):
            url = container.get("ModelDataUrl")
            if container.get("Mode").text == "MultiModel" and (outline(url.raw) or "").endswith(
                ".tar.gz"
            ):
                yield self.finding(
                    resource,
                    url,
                    "the multi-model container is given a single archive",
                    "give the prefix that the archives lie under, with / at the end; callers "
                    "name the "
                    "archive as TargetModel",
                )
