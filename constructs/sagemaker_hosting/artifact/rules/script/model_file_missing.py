"""SMH0739."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.model_files import model_files
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.core.findings import Finding


def _models(contents: Contents) -> list[str]:
    """Return a few files that may be meant."""
    return [path for path in contents.files_at() if not path.endswith((".py", ".txt"))][:3]


class ModelFileMissing(ArtifactRule):
    """``model_fn`` gets the directory that the archive was unpacked to. A file that it joins
    onto that directory has to be in the archive at that place; directories are not searched.
    """

    id = "SMH0739"
    title = "the files that model_fn opens"
    facts = ("seed000-artifact-location", "seed000-layout-contradiction")
    pages = (614,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None:
            return
        for file in model_files(script):
            if file.path in contents.paths or contents.has_folder(file.path):
                continue
            name = file.path.rpartition("/")[2]
            elsewhere = sorted(path for path in contents.paths if path.rpartition("/")[2] == name)
            if elsewhere:
                yield self.finding(
                    script.path,
                    f"model_fn opens {file.path!r}, and the artifact has it at {elsewhere[0]!r}",
                    f"pack it at {file.path!r}, or open {elsewhere[0]!r}",
                    line=file.line,
                )
            elif not file.optional:
                yield self.finding(
                    script.path,
                    f"model_fn opens {file.path!r}, which the artifact does not have",
                    "add the file, or open one that is there"
                    + (f": {', '.join(_models(contents))}" if _models(contents) else ""),
                    line=file.line,
                )
