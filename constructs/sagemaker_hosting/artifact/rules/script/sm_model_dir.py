"""SMH0743."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import docstrings
from sagemaker_hosting.core.findings import Finding, Severity


class SmModelDir(ArtifactRule):
    """``SM_MODEL_DIR`` is a variable of training. The inference toolkit hands the directory to
    ``model_fn`` and does not set it, so that reading it raises, or yields the default that was
    written for training.
    """

    id = "SMH0743"
    title = "no SM_MODEL_DIR at inference"
    severity = Severity.WARNING
    facts = ("seed000-sm-model-dir",)
    url = "https://github.com/aws/sagemaker-inference-toolkit"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None or "SM_MODEL_DIR" in declared.environment:
            return
        documentation = docstrings(script)
        for node in script.served:
            if (
                isinstance(node, ast.Constant)
                and node.value == "SM_MODEL_DIR"
                and id(node) not in documentation
            ):
                yield self.finding(
                    script.path,
                    "it reads SM_MODEL_DIR, which is set in training only",
                    "use the model_dir that model_fn is given",
                    line=node.lineno,
                    column=node.col_offset + 1,
                )
