"""The shape of a rule over artifacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.read.member import printable
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule


class ArtifactRule(BaseRule, abstract=True):
    """One documented constraint on what an artifact holds.

    What is not known is never reported: None in the declaration, and anything that is missing from
    an archive that could not be read to its end.

    Attributes:
        frameworks: The containers that the rule is about. Default: all, the unknown included.
        of_size: Whether it looks at nothing but the size and the declaration.
        needs_whole: Whether it reports what is missing, so that it must not see a part.
    """

    frameworks: ClassVar[frozenset[Framework] | None] = None
    of_size: ClassVar[bool] = False
    needs_whole: ClassVar[bool] = False

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong."""
        raise NotImplementedError

    def concerns(self, contents: Contents, declared: Declaration) -> bool:
        """Return whether the rule has anything to say."""
        if self.needs_whole and not contents.is_whole:
            return False
        return self.frameworks is None or declared.framework in self.frameworks

    def finding(
        self,
        path: str,
        message: str,
        fix: str,
        *,
        line: int | None = None,
        column: int | None = None,
    ) -> Finding:
        """Return a finding.

        Args:
            path: The member that is wrong; empty for the artifact as a whole.
            message: What is wrong, with the value found. Lower case, no full stop.
            fix: What to do instead.
            line: The line in the member, from 1. Default: none.
            column: The column in the line, from 1. Default: none.
        """
        return self.report(message, fix, path=printable(path), line=line, column=column)
