"""Rule SMH0761."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding


class SavedToRelativePath(TrainingRule):
    """A relative path is below the working directory, /opt/ml/code, which is not archived."""

    id = "SMH0761"
    title = "a model saved to a relative path"
    facts = ("seed001-training-output-dir",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        if project.fills_model_dir:
            return
        for save in project.saves:
            place = save.place
            if place.kind is not Kind.RELATIVE or place.option or project.arrives(save):
                continue
            yield self.finding(
                save.module,
                f"{save.name} saves to {str(place)!r}, relative to the working directory: it will "
                "not be in model.tar.gz",
                f"save to os.path.join(os.environ['SM_MODEL_DIR'], {place.name or 'model'!r})",
                line=save.line,
                column=save.column,
            )
