"""SMH0722."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding


class SklearnModelFn(ArtifactRule):
    """The scikit-learn container has no default way to load a model: the script has to define
    ``model_fn``, or the first request fails.
    """

    id = "SMH0722"
    title = "a model_fn for scikit-learn"
    facts = ("toolkit-default-module",)
    url = "https://github.com/aws/sagemaker-scikit-learn-container"
    frameworks = frozenset({Framework.SKLEARN})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if loads_itself(contents, declared) is False:
            reason = why_default(contents, declared).removesuffix("so the default handler is used")
            yield self.finding(
                declared.program or "code/inference.py",
                f"{reason}and scikit-learn has no default one",
                "define model_fn(model_dir) in code/inference.py: return "
                "joblib.load(os.path.join(model_dir, 'model.joblib'))",
            )
