"""SMH0784."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class BrokenTensors(ArtifactRule):
    """A safetensors file says in its header how long it is, a file of ``torch.save`` is a zip
    archive with its list at the end. One that was cut off on a copy does not load.
    """

    id = "SMH0784"
    title = "whole files of tensors"
    facts = ("artifact-extract-path",)
    url = "https://huggingface.co/docs/safetensors/index"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, flaw in sorted(contents.files.tensors.items()):
            if flaw:
                yield self.finding(path, flaw, "copy the file again, and compare its checksum")
        for path, zipped in sorted(contents.files.zips.items()):
            if path.endswith((".pt", ".pth", ".bin", ".ckpt")) and "not a zip file" in zipped.flaw:
                yield self.finding(
                    path, "its list of contents is missing: it was cut off", "copy the file again"
                )
