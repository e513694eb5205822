"""SMH0730."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_FILES: Final = ("handler", "serializedFile", "modelFile", "configFile")


class TorchserveArchive(ArtifactRule):
    """``MAR-INF/MANIFEST.json`` names the handler and the weights. TorchServe refuses to
    register a model whose manifest names files that are not there.
    """

    id = "SMH0730"
    title = "what the manifest of a TorchServe archive names"
    facts = ("torchserve-archive-format", "torchserve-tar-from-inside")
    pages = (376,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-torchserve.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.paths):
            if not path.endswith("MAR-INF/MANIFEST.json"):
                continue
            base = path.removesuffix("MAR-INF/MANIFEST.json")
            try:
                model = json.loads(contents.text(path) or "")["model"]
                named = {key: str(model[key]) for key in _FILES if model.get(key)}
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                yield self.finding(
                    path,
                    "the manifest is not that of a model archive",
                    "make it with torch-model-archiver",
                )
                continue
            for key, value in named.items():
                file = value.partition(":")[0]
                # A handler without an ending is one that TorchServe brings: image_classifier.
                if (key != "handler" or file.endswith(".py")) and base + file not in contents.paths:
                    yield self.finding(
                        path,
                        f"it names {file!r} as {key}, which is not in the archive",
                        "make the archive anew with torch-model-archiver and all its files",
                    )
