"""SMH0725."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding

_WANTED: Final = ("model-symbol.json", "model-shapes.json", "model-0000.params")


class MxnetFiles(ArtifactRule):
    """Without a ``model_fn`` the MXNet container loads a symbol, its shapes and its parameters
    under fixed names.
    """

    id = "SMH0725"
    title = "the files that MXNet's default handler expects"
    facts = ("artifact-layout-mxnet", "seed001-file-naming")
    pages = (615,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    frameworks = frozenset({Framework.MXNET})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if loads_itself(contents, declared) is not False:
            return
        at_root = set(contents.files_at())
        missing = [name for name in _WANTED if name not in at_root]
        if missing:
            yield self.finding(
                "",
                f"{why_default(contents, declared)}, and it wants {', '.join(missing)} at the root",
                "save the model under these names, or define model_fn in code/inference.py",
            )
