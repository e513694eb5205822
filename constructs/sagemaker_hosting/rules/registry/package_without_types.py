"""SMH1704."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageWithoutTypes(Rule):
    """Whoever deploys a version learns from it what it reads and what it answers."""

    id = "SMH1704"
    title = "version without content types"
    severity = Severity.WARNING
    resource_types = (PACKAGE,)
    facts = ("reg-create-version",)
    pages = (989, 998)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceSpecification.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each list of types that is empty."""
        for name in ("SupportedContentTypes", "SupportedResponseMIMETypes"):
            value = resource.get(f"InferenceSpecification/{name}")
            if value.length == 0:
                yield self.finding(
                    resource,
                    value,
                    f"{name} is empty",
                    "list the types that the model takes and gives (text/csv)",
                )
