"""Rule SMH0763."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding, Severity


class ModelDirIgnored(TrainingRule):
    """SageMaker names the model directory in SM_MODEL_DIR; it passes no option for it."""

    id = "SMH0763"
    title = "an option for the model directory that ignores SM_MODEL_DIR"
    severity = Severity.WARNING
    facts = ("seed001-training-output-dir",)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-output.html"
    )

    def check(self, project: Project) -> Iterator[Finding]:
        if project.fills_model_dir:
            return
        for save in project.saves:
            place = save.place
            if place.kind not in (Kind.RELATIVE, Kind.ABSOLUTE) or not place.option:
                continue
            if project.arrives(save):
                continue
            yield self.finding(
                save.module,
                f"{save.name} saves to {str(place)!r}, the default of {place.option}: unless a "
                "hyperparameter says otherwise it will not be in model.tar.gz",
                f"give {place.option} the default os.environ.get('SM_MODEL_DIR')",
                line=save.line,
                column=save.column,
            )
