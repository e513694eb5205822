"""Rule SMH0768."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding


class SavedModelWithoutVersion(TrainingRule):
    """TensorFlow Serving loads the version directories of a model, whose names are numbers."""

    id = "SMH0768"
    title = "a SavedModel in a directory that is no version"
    facts = ("seed001-tf-layout-wrong", "artifact-layout-tf")
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, project: Project) -> Iterator[Finding]:
        for save in project.saves:
            place = save.place
            if save.name != "tensorflow.saved_model.save" or place.kind is not Kind.MODEL:
                continue
            name = place.name
            if not place.exact or name.isdigit() or "." in name:
                continue
            better = f"os.environ['SM_MODEL_DIR'], {place.path or 'model'!r}, '1'"
            yield self.finding(
                save.module,
                f"{save.name} saves to {str(place)!r}; the serving container loads only "
                "directories whose name is a number",
                f"save to os.path.join({better})",
                line=save.line,
                column=save.column,
            )
