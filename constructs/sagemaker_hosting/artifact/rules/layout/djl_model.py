"""SMH0728."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class DjlModel(ArtifactRule):
    """DJL Serving reads ``serving.properties`` beside the model files. In Python mode it needs
    ``option.model_id`` there, a ``model.py``, or the weights; in any mode, something to serve.
    """

    id = "SMH0728"
    title = "a model that DJL Serving finds"
    facts = (
        "djl-targz",
        "djl-serving-properties-location",
        "djl-python-mode-min",
        "djl-java-mode-min",
    )
    pages = (382,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-djl-serving.html"
    )
    frameworks = frozenset({Framework.DJL})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        strays = sorted(
            path
            for path in contents.paths
            if path.endswith("/serving.properties") and path.count("/") == 1
        )
        at_root = set(contents.files_at())
        told = any(
            name.startswith(("OPTION_MODEL_ID", "HF_MODEL_ID")) for name in declared.environment
        )
        if "serving.properties" in at_root or told:
            return
        if strays and not at_root:
            yield self.finding(
                strays[0],
                "serving.properties is not at the root of the artifact",
                f"pack the contents of {strays[0].split('/')[0]!r}, not the directory itself",
            )
        elif not at_root and not strays:
            yield self.finding(
                "",
                "there is no serving.properties, model.py or model file at the root",
                "write serving.properties with engine and option.model_id, or add the model files",
            )
