"""SMH0726."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding


class XgboostModel(ArtifactRule):
    """Without a ``model_fn`` the XGBoost container loads what lies at the root of the
    artifact; it does not look into directories.
    """

    id = "SMH0726"
    title = "a model file at the root for XGBoost"
    facts = ("seed000-artifact-location",)
    url = "https://github.com/aws/sagemaker-xgboost-container"
    frameworks = frozenset({Framework.XGBOOST})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if loads_itself(contents, declared) is not False or contents.files_at():
            return
        if contents.paths:
            yield self.finding(
                "",
                f"{why_default(contents, declared)}, and there is no file at the root to load",
                "put the model at the root, as xgboost-model",
            )
