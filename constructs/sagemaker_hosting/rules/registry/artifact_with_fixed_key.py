"""SMH1716."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._registry import PACKAGE, PACKAGE_CONTAINERS
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_FIXED: Final = ("current", "latest", "newest")


class ArtifactWithFixedKey(Rule):
    """Lineage knows an artifact by its address: what overwrites it is the same model to it.

    To CloudFormation, too, nothing has changed.
    """

    id = "SMH1716"
    title = "model artifact under a fixed key"
    severity = Severity.WARNING
    resource_types = (PACKAGE,)
    facts = ("lin-s3-uri-not-hash",)
    pages = (960, 963)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/lineage-tracking-entities.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each artifact whose address says that it will be overwritten."""
        for container in _containers(resource):
            address = container.get("ModelDataUrl")
            key = (outline(address.raw) or "").removeprefix("s3://").partition("/")[2]
            fixed = [part for part in re.split(r"[/._-]", key) if part.lower() in _FIXED]
            if fixed:
                yield self.finding(
                    resource,
                    address,
                    f"the key of the artifact says {fixed[0]!r}, which is overwritten",
                    "store each artifact under a key with its version or digest "
                    "(ModelData.from_directory does)",
                )


def _containers(package: Resource) -> Iterator[View]:
    for path in PACKAGE_CONTAINERS:
        yield from package.parts(path)
