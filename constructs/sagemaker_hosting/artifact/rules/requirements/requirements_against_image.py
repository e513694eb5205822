"""SMH0753."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.config.requirements import parse_requirements
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import requirements_path
from sagemaker_hosting.core.findings import Finding, Severity

_NAMES: Final = {
    Framework.PYTORCH: "torch",
    Framework.TENSORFLOW: "tensorflow",
    Framework.MXNET: "mxnet",
    Framework.SKLEARN: "scikit-learn",
    Framework.XGBOOST: "xgboost",
}


class RequirementsAgainstImage(ArtifactRule):
    """The image is built around one version of its framework. Another one, installed at start-
    up, takes minutes, leaves its compiled companions behind, and undoes the choice of the
    image.
    """

    id = "SMH0753"
    title = "no other version of the framework than the image's"
    severity = Severity.WARNING
    facts = ("seed000-pickle-version",)
    url = "https://github.com/aws/deep-learning-containers/blob/master/available_images.md"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        path = requirements_path(declared)
        name = _NAMES.get(declared.framework) if declared.framework else None
        if path is None or name is None or declared.version is None:
            return
        for each in parse_requirements(contents.text(path) or ""):
            pin = each.pin
            if each.name == name and pin is not None:
                length = min(len(pin), len(declared.version), 2)
                if pin[:length] != declared.version[:length]:
                    image = ".".join(map(str, declared.version))
                    yield self.finding(
                        path,
                        f"{each.text[:80]!r}, and the image has {name} {image}",
                        f"choose an image with {name} {'.'.join(map(str, pin))}, or leave the "
                        "line out",
                        line=each.line,
                    )
