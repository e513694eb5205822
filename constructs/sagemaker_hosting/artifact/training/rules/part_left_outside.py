"""Rule SMH0762."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.artifact.training.saves import Save
from sagemaker_hosting.core.findings import Finding, Severity

_PASSING: Final = ("best", "cache", "checkpoint", "ckpt", "epoch", "temp", "tmp")


class PartLeftOutside(TrainingRule):
    """What inference needs beside the model, a vocabulary or a scaler, has to be beside it."""

    id = "SMH0762"
    title = "a part of the model saved outside the model directory"
    severity = Severity.WARNING
    facts = ("seed001-training-output-dir", "seed001-extra-assets")
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        if not project.fills_model_dir:
            return
        for save in project.saves:
            place = save.place
            if place.kind not in (Kind.RELATIVE, Kind.ABSOLUTE) or place.option:
                continue
            if project.arrives(save) or _is_passing(save):
                continue
            yield self.finding(
                save.module,
                f"{save.name} saves to {str(place)!r}, while the model goes to /opt/ml/model: this "
                "will not be in model.tar.gz",
                "save what inference needs to os.environ['SM_MODEL_DIR'] as well",
                line=save.line,
                column=save.column,
            )


def _is_passing(save: Save) -> bool:
    """Return whether it looks like a checkpoint: in a loop, or called so."""
    function = save.module.scope_of(save.call)
    names = [posixpath.basename(save.place.path.rstrip("/")), getattr(function, "name", "")]
    if any(word in name.lower() for name in names for word in _PASSING):
        return True
    return any(isinstance(each, ast.For | ast.While) for each in save.module.around(save.call))
