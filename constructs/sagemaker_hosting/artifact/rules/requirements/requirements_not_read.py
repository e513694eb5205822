"""SMH0754."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import requirements_path
from sagemaker_hosting.core.findings import Finding, Severity

_FIRST: Final = {Framework.PYTORCH: (1, 3, 1), Framework.MXNET: (1, 6, 0)}


class RequirementsNotRead(ArtifactRule):
    """PyTorch containers install ``code/requirements.txt`` from version 1.3.1 on, MXNet
    containers from 1.6.0 on. Older ones pass it over.
    """

    id = "SMH0754"
    title = "a container that reads requirements"
    severity = Severity.WARNING
    facts = ("artifact-layout-pytorch", "artifact-layout-mxnet")
    pages = (614, 615)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        path = requirements_path(declared)
        first = _FIRST.get(declared.framework) if declared.framework else None
        if path is None or path not in contents.paths or first is None or declared.version is None:
            return
        if declared.version < first:
            yield self.finding(
                path,
                f"the image has version {'.'.join(map(str, declared.version))}; requirements "
                "are installed "
                f"from {'.'.join(map(str, first))} on",
                "choose a newer image, or build one with the packages in it",
            )
