"""SMH0782."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity


class SafetensorsSuggested(ArtifactRule):
    """safetensors holds tensors and nothing else: loading it runs no code, needs no class, and
    maps the file into memory instead of copying it.
    """

    id = "SMH0782"
    title = "weights as safetensors"
    severity = Severity.INFO
    facts = ("seed002-state-dict",)
    url = "https://huggingface.co/docs/safetensors/index"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        found = sorted(
            path
            for path, zipped in contents.files.zips.items()
            if zipped.is_torch and not zipped.is_torchscript
        )
        if found:
            yield self.finding(
                found[0],
                f"{len(found)} file{'s' if len(found) > 1 else ''} written by torch.save",
                "save weights with safetensors.torch.save_file(model.state_dict(), "
                "'model.safetensors')",
            )
