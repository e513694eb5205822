"""SMH1971."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class MultiModelPrefix(Rule):
    """The archives of a multi-model container lie under one prefix that ends with a slash.

    Without it the prefix also covers neighbours whose names begin alike.
    """

    id = "SMH1971"
    title = "prefix without a slash at its end"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("djl-mme-layout",)
    pages = (384,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each open prefix."""
        for container in containers(resource):
            url = container.get("ModelDataUrl")
            text = outline(url.raw) or ""
            if container.get("Mode").text != "MultiModel" or text.endswith(("/", "}", ".tar.gz")):
                continue
            if text:
                yield self.finding(
                    resource,
                    url,
                    f"the prefix of the archives, {text!r}, does not end with /",
                    "write / at the end of ModelDataUrl",
                )
