"""SMH0727."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._handlers import loads_itself, why_default
from sagemaker_hosting.core.findings import Finding

_WEIGHTS: Final = (".safetensors", ".bin", ".h5", ".pt", ".onnx", ".index.json", ".neuron")


class HuggingfaceFiles(ArtifactRule):
    """Without a ``model_fn`` and without ``HF_MODEL_ID`` the Hugging Face container builds a
    pipeline from what ``save_pretrained`` wrote at the root: ``config.json`` and the weights.
    """

    id = "SMH0727"
    title = "configuration and weights for the Hugging Face container"
    facts = ("toolkit-default-module", "seed000-artifact-location")
    url = "https://github.com/aws/sagemaker-huggingface-inference-toolkit"
    frameworks = frozenset({Framework.HUGGINGFACE})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if loads_itself(contents, declared) is not False or "HF_MODEL_ID" in declared.environment:
            return
        files = contents.files_at()
        missing = [] if {"config.json", "model_index.json"} & set(files) else ["config.json"]
        if not any(path.endswith(_WEIGHTS) for path in files) and "model_index.json" not in files:
            missing.append("weights (model.safetensors)")
        if missing:
            yield self.finding(
                "",
                f"{why_default(contents, declared)}, and it wants {' and '.join(missing)} at "
                "the root",
                "write model and tokenizer with save_pretrained, define model_fn, or set "
                "HF_MODEL_ID",
            )
