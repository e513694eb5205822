"""SMH0720."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding


class PytorchDefaultModel(ArtifactRule):
    """Without a ``model_fn`` in ``code/inference.py`` the PyTorch container loads
    ``model.pt``, or else the only ``.pt`` or ``.pth`` file at the root. Anything else ends
    every worker, which looks like a health check that times out.
    """

    id = "SMH0720"
    title = "the model file that PyTorch's default handler expects"
    facts = (
        "seed002-missing-inference-py",
        "artifact-layout-pytorch",
        "toolkit-default-module",
        "seed002-verify-artifact",
    )
    pages = (614, 615)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    frameworks = frozenset({Framework.PYTORCH})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if "MAR-INF" in contents.root or loads_itself(contents, declared) is not False:
            return
        files = [path for path in contents.files_at() if path.endswith((".pt", ".pth"))]
        if "model.pt" in files or len(files) == 1:
            return
        yield self.finding(
            declared.program or "code/inference.py",
            f"{why_default(contents, declared)}, and it wants exactly one .pth or .pt file at "
            "the root: "
            f"{files}",
            "put the script that loads the model at code/inference.py, or save the model as "
            "TorchScript "
            "in model.pt at the root",
        )
