"""SMH0746."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.imports import imports_of
from sagemaker_hosting.artifact.script.parse import Script, handler_script
from sagemaker_hosting.artifact.script.walk import dotted
from sagemaker_hosting.core.findings import Finding, Severity


def _changes_the_path(script: Script) -> bool:
    """Return whether the script adds to ``sys.path`` itself."""
    return any(
        isinstance(node, ast.Attribute) and node.attr == "path" and dotted(node) == "sys.path"
        for node in ast.walk(script.tree)
    )


class PackageOutsideCode(ArtifactRule):
    """The toolkit adds ``code/`` to the module search path, and nothing else of the artifact.
    A package of yours at the root is not found.
    """

    id = "SMH0746"
    title = "own packages in code/"
    severity = Severity.WARNING
    facts = ("seed002-code-dir",)
    pages = (615,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None or declared.framework is None or not declared.framework.runs_scripts:
            return
        folder = script.path.rpartition("/")[0]
        if not folder or _changes_the_path(script):
            return
        for each in imports_of(script):
            top = each.top
            beside = (
                contents.has_folder(f"{folder}/{top}") or f"{folder}/{top}.py" in contents.paths
            )
            at_root = f"{top}/__init__.py" in contents.paths or f"{top}.py" in contents.paths
            if at_root and not beside:
                yield self.finding(
                    script.path,
                    f"it imports {each.module}, which lies at the root and not in {folder}/",
                    f"pack it at {folder}/{top}",
                    line=each.line,
                )
