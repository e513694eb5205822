"""SMH0735."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding, Severity


class CodeOutsideCode(ArtifactRule):
    """The container looks for ``code/inference.py`` and ``code/requirements.txt``. Beside the
    model files they are not seen.
    """

    id = "SMH0735"
    title = "scripts and requirements in code/"
    severity = Severity.WARNING
    facts = ("seed002-code-dir", "torchserve-requirements-preinstall")
    pages = (375, 376, 615)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"
    frameworks = frozenset(framework for framework in Framework if framework.runs_scripts)
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        at_root = contents.files_at()
        wanted = declared.program
        if "requirements.txt" in at_root and "code/requirements.txt" not in contents.paths:
            yield self.finding(
                "requirements.txt",
                "requirements.txt is at the root, where nothing installs it",
                "move it to code/requirements.txt (artifact pack --framework does)",
            )
        name = (wanted or "").rpartition("/")[2]
        if wanted == f"code/{name}" and name in at_root and wanted not in contents.paths:
            yield self.finding(
                name,
                f"the script is at the root, and the container looks for {wanted}",
                f"move it to {wanted} (artifact pack --framework does)",
            )
