"""Rule SMH0765."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.artifact.training.rules._code import copied_to_root, may_fill_code, scripts
from sagemaker_hosting.core.findings import Finding


class InferenceCodeAtRoot(TrainingRule):
    """Containers import the handler script from code/, not from the root of the archive."""

    id = "SMH0765"
    title = "inference code copied beside the model"
    facts = ("seed002-code-dir",)
    pages = (614, 615)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, project: Project) -> Iterator[Finding]:
        if may_fill_code(project):
            return
        for module, _ in scripts(project):
            copy = copied_to_root(project, module)
            if copy is None:
                continue
            yield self.finding(
                copy.module,
                f"copies the inference code to {str(copy.target)!r}; the container looks for "
                "it in /opt/ml/model/code",
                "copy it to os.path.join(os.environ['SM_MODEL_DIR'], 'code', 'inference.py')",
                line=copy.call.lineno,
                column=copy.call.col_offset + 1,
            )
