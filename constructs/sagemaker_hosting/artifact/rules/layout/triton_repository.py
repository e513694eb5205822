"""SMH0732."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.layout._triton import model_files, read_config
from sagemaker_hosting.core.findings import Finding


class TritonRepository(ArtifactRule):
    """Triton serves directories: ``MODEL/config.pbtxt`` and ``MODEL/VERSION/`` with the model
    file that the backend expects. The version is a number.
    """

    id = "SMH0732"
    title = "a model repository for Triton"
    facts = ("triton-config-required", "triton-backends")
    pages = (387,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"
    frameworks = frozenset({Framework.TRITON})
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        configs = sorted(
            path for path in contents.paths if path.rpartition("/")[2] == "config.pbtxt"
        )
        if not configs:
            yield self.finding(
                "",
                "there is no config.pbtxt",
                "pack the model repository: MODEL/config.pbtxt and MODEL/1/model.onnx",
            )
        for path in configs:
            folder = path.rpartition("/")[0]
            if not folder:
                yield self.finding(
                    path,
                    "config.pbtxt is at the root; Triton wants it in a directory of the "
                    "model's name",
                    "pack the model repository, not the model's directory (artifact pack "
                    "--framework triton)",
                )
                continue
            yield from self._versions(contents, folder, path)

    def _versions(self, contents: Contents, folder: str, path: str) -> Iterator[Finding]:
        below = {path.split("/")[0] for path in contents.below(folder) if "/" in path}
        versions = sorted(name for name in below if name.isdecimal() and not name.startswith("0"))
        if not versions:
            yield self.finding(
                path,
                f"model {folder!r} has no version directory",
                f"put the model file into {folder}/1/",
            )
            return
        config = read_config(contents, path)
        wanted = model_files(config) if config is not None else ()
        for version in versions if wanted else ():
            place = f"{folder}/{version}"
            if not any(
                f"{place}/{name}" in contents.paths or contents.has_folder(f"{place}/{name}")
                for name in wanted
            ):
                yield self.finding(
                    path,
                    f"{place} holds no {' or '.join(wanted)}, which the backend expects",
                    f"call the model file {wanted[0]}, or name it in default_model_filename",
                )
