"""Rule SMH0766."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.training.module import Module
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding, Severity

_MAY_SAVE: Final = re.compile(
    r"save|dump|export|write|store|persist|serializ|checkpoint|log_model|to_pickle|upload|open|"
    r"model_dir|copy|train$|main$|system|run",
    re.IGNORECASE,
)
_TRAINERS: Final = frozenset({"fit", "partial_fit", "fit_generator"})


class NothingSaved(TrainingRule):
    """A job that saves nothing succeeds, and its archive is empty or missing."""

    id = "SMH0766"
    title = "a model that is trained and not saved"
    severity = Severity.WARNING
    facts = ("seed001-silent-missing", "seed001-training-output-dir")
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        if project.flaws or any(_may_save(module) for module in project.modules):
            return
        for module in project.modules:
            for call in module.calls:
                if isinstance(call.func, ast.Attribute) and call.func.attr in _TRAINERS:
                    yield self.finding(
                        module,
                        f"{call.func.attr} trains a model, and nothing saves it: model.tar.gz "
                        "would have no model",
                        "save it to os.environ['SM_MODEL_DIR'], with joblib.dump for scikit-learn",
                        line=call.lineno,
                        column=call.col_offset + 1,
                    )
                    return


def _may_save(module: Module) -> bool:
    """Return whether a script does anything that might save: libraries do it in many ways."""
    for node in module.nodes:
        text = ""
        if isinstance(node, ast.Call):
            text = getattr(node.func, "attr", getattr(node.func, "id", ""))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = "save" if re.search(r"SM_MODEL_DIR|/opt/ml/", node.value) else ""
        elif isinstance(node, ast.ImportFrom) and node.level:
            text = "save"
        if _MAY_SAVE.search(text):
            return True
    return False
