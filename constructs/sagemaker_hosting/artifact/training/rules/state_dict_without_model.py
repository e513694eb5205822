"""Rule SMH0769."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.core.findings import Finding, Severity


class StateDictWithoutModel(TrainingRule):
    """The PyTorch container loads TorchScript unless a script says how to load the model."""

    id = "SMH0769"
    title = "a state dict without a model_fn that loads it"
    severity = Severity.WARNING
    facts = ("seed002-state-dict", "toolkit-pytorch-default-torchscript")
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, project: Project) -> Iterator[Finding]:
        if not project.is_whole or project.flaws:
            return
        if any("model_fn" in module.functions for module in project.modules):
            return
        for save in project.saves:
            if not save.is_state_dict or save.place.kind is not Kind.MODEL:
                continue
            if not save.place.path.endswith((".pt", ".pth")):
                continue
            yield self.finding(
                save.module,
                f"{save.name} saves a state dict to {str(save.place)!r}, and no script has a "
                "model_fn: the default handler loads TorchScript",
                "save torch.jit.script(model), or bring a code/inference.py whose model_fn builds "
                "the model and loads the state dict",
                line=save.line,
                column=save.column,
            )
