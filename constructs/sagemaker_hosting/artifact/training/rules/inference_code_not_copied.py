"""Rule SMH0764."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.artifact.training.rules._code import copied_to_root, may_fill_code, scripts
from sagemaker_hosting.core.findings import Finding, Severity


class InferenceCodeNotCopied(TrainingRule):
    """Without code/inference.py in the archive the container falls back to its own handler."""

    id = "SMH0764"
    title = "inference code that is not copied into code/"
    severity = Severity.WARNING
    facts = ("seed002-missing-inference-py", "seed002-code-dir")
    pages = (614, 615)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, project: Project) -> Iterator[Finding]:
        if not project.fills_model_dir or may_fill_code(project):
            return
        for module, function in scripts(project):
            if copied_to_root(project, module):
                continue
            yield self.finding(
                module,
                f"defines {function.name}, and nothing puts this script into /opt/ml/model/code: "
                "the container would use its default handler",
                "copy it to os.path.join(os.environ['SM_MODEL_DIR'], 'code', 'inference.py') when "
                "the model is saved, or pack it with the model before deployment",
                line=function.lineno,
                column=function.col_offset + 1,
            )
