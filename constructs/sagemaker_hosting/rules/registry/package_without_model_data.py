"""SMH1703."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE, PACKAGE_CONTAINERS
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PackageWithoutModelData(Rule):
    """A version is model artifacts and the image that serves them."""

    id = "SMH1703"
    title = "version without model data"
    severity = Severity.WARNING
    resource_types = (PACKAGE,)
    facts = ("reg-create-version", "reg-version-contents")
    pages = (988, 989, 998)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-registry-version.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container without image or model."""
        for path in PACKAGE_CONTAINERS:
            for container in resource.parts(path):
                data = [container.get(name) for name in ("ModelDataUrl", "ModelDataSource")]
                missing = [] if not all(each.is_absent for each in data) else ["ModelDataUrl"]
                missing += ["Image"] if container.get("Image").is_absent else []
                if missing:
                    yield self.finding(
                        resource,
                        container,
                        f"the container has no {' and no '.join(missing)}",
                        f"give {' and '.join(missing)} of the version",
                    )
