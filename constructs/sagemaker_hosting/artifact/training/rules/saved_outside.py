"""Rule SMH0760."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding

_ELSEWHERE: Final = (
    ("/opt/ml/output/data", "it will be in output.tar.gz"),
    ("/opt/ml/checkpoints", "it is synchronised with S3 file by file"),
)


class SavedOutside(TrainingRule):
    """Only /opt/ml/model is archived when a training job ends; the job succeeds all the same."""

    id = "SMH0760"
    title = "a model saved outside the model directory"
    facts = ("seed001-training-output-dir",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        if project.fills_model_dir:
            return
        for save in project.saves:
            place = save.place
            if place.kind is not Kind.ABSOLUTE or place.option or project.arrives(save):
                continue
            why = next((text for start, text in _ELSEWHERE if place.path.startswith(start)), "")
            yield self.finding(
                save.module,
                f"{save.name} saves to {str(place)!r}, which is not in /opt/ml/model"
                + (f": {why}, not" if why else ": it will not be")
                + " in model.tar.gz",
                f"save to os.path.join(os.environ['SM_MODEL_DIR'], {place.name or 'model'!r})",
                line=save.line,
                column=save.column,
            )
