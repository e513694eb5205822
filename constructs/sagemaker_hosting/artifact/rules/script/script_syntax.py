"""SMH0736."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import SyntaxFlaw, parse
from sagemaker_hosting.core.findings import Finding


class ScriptSyntax(ArtifactRule):
    """A syntax error shows when the first worker imports the script, and every worker after it
    ends the same way.
    """

    id = "SMH0736"
    title = "scripts that the container's Python can read"
    facts = ("toolkit-default-module",)
    url = "https://github.com/aws/sagemaker-inference-toolkit"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.paths):
            if not path.endswith(".py") or path in contents.files.long_texts:
                continue
            text = contents.text(path)
            if text is None:
                yield self.finding(path, "it is not UTF-8 text", "save it as UTF-8")
                continue
            parsed = parse(text, declared.python)
            if isinstance(parsed, SyntaxFlaw):
                version = (
                    f" (Python {'.'.join(map(str, declared.python))})" if declared.python else ""
                )
                yield self.finding(
                    path, f"syntax error{version}: {parsed.message}", "mend it", line=parsed.line
                )
