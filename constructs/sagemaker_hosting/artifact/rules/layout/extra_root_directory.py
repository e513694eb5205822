"""SMH0734."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_OWN_ROOTS: Final = frozenset({"MAR-INF", "code"})
# What their own rules say of a directory is more to the point.
_OTHER_RULES: Final = frozenset({Framework.DJL, Framework.TENSORFLOW, Framework.TRITON})
_USUAL: Final = frozenset({"export", "model", "models", "model_dir", "output", "artifacts"})
_MODELS: Final = (
    ".bin", ".h5", ".joblib", ".json", ".keras", ".onnx", ".params", ".pickle", ".pkl", ".pt",
    ".pth", ".safetensors", ".ubj", ".properties",
)  # fmt: skip


class ExtraRootDirectory(ArtifactRule):
    """SageMaker unpacks the archive into ``/opt/ml/model`` as it is. With everything in one
    more directory the model is at ``/opt/ml/model/model/``, and neither containers nor scripts
    look there.
    """

    id = "SMH0734"
    title = "model files at the root"
    facts = (
        "seed000-layout-contradiction",
        "artifact-extract-path",
        "torchserve-tar-from-inside",
    )
    pages = (376, 614)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if len(contents.root) != 1:
            return
        [only] = contents.root
        if not contents.has_folder(only) or only in _OWN_ROOTS or only.isdecimal():
            return
        inside = {path.split("/", 1)[0] for path in contents.below(only)}
        if declared.framework in _OTHER_RULES or f"{only}/config.pbtxt" in contents.paths:
            return
        if only in _USUAL or "code" in inside or any(name.endswith(_MODELS) for name in inside):
            yield self.finding(
                only,
                f"everything is in the directory {only!r}",
                f"pack its contents: tar czf model.tar.gz -C {only} . "
                f"(sagemaker-hosting artifact pack {only})",
            )
