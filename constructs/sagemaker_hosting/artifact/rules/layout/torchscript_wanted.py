"""SMH0721."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding


def _is_old_pickle(contents: Contents, path: str) -> bool:
    """Return whether a version of PyTorch before 1.6 wrote it: pickles in a row."""
    pickle = contents.files.pickles.get(path)
    return pickle is not None and pickle.pickles > 0


class TorchscriptWanted(ArtifactRule):
    """The default handler opens the model with ``torch.jit.load``, which reads TorchScript
    alone. A state dictionary or a pickled module, as ``torch.save`` writes them, needs a
    ``model_fn`` that knows its class.
    """

    id = "SMH0721"
    title = "TorchScript for PyTorch's default handler"
    facts = ("toolkit-pytorch-default-torchscript", "seed002-state-dict")
    url = "https://github.com/aws/sagemaker-pytorch-inference-toolkit"
    frameworks = frozenset({Framework.PYTORCH})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if "MAR-INF" in contents.root or loads_itself(contents, declared) is not False:
            return
        files = [path for path in contents.files_at() if path.endswith((".pt", ".pth"))]
        chosen = "model.pt" if "model.pt" in files else files[0] if len(files) == 1 else ""
        found = contents.files.zips.get(chosen)
        saved = (
            found.is_torch and not found.is_torchscript
            if found
            else _is_old_pickle(contents, chosen)
        )
        if saved:
            yield self.finding(
                chosen,
                f"{why_default(contents, declared)}; it reads TorchScript, and this was written by "
                "torch.save",
                "write it with torch.jit.script(model).save(...), or define model_fn in "
                "code/inference.py",
            )
