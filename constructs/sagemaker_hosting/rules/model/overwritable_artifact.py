"""SMH0170."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

# A digit anywhere in the key may be a version, a date or a hash.
_KEY: Final = re.compile(r"s3://[^/]+/([^0-9]+)")


class OverwritableArtifact(Rule):
    """An artifact that is overwritten changes under the running endpoint, one instance at a time.

    Nothing in the template changes with it, and there is nothing to roll back to.
    """

    id = "SMH0170"
    title = "model data under a key that is used again"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("bp-dont-touch-artifacts", "lin-s3-uri-not-hash")
    pages = (579, 595, 960, 963)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each key without anything that tells versions apart."""
        for container in containers(resource):
            mode = container.get("Mode")
            for path in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri"):
                url = container.get(path)
                key = _KEY.fullmatch(url.text or "")
                if key is not None and (mode.is_absent or mode.text == "SingleModel"):
                    yield self.finding(
                        resource,
                        url,
                        f"{key.group(1)!r} carries no version: new bytes may take its place",
                        "put a version, the name of the training job or a hash into the key "
                        "(ModelData.from_directory does)",
                    )
