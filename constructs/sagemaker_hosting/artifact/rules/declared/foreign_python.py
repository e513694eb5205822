"""SMH0792."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class ForeignPython(ArtifactRule):
    """A compiled module carries the version of Python that it was built for in its name, and
    no other version imports it.
    """

    id = "SMH0792"
    title = "native modules for the container's Python"
    facts = ("seed000-pickle-version",)
    url = "https://peps.python.org/pep-3149/"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        if declared.python is None:
            return
        wanted = f"{declared.python[0]}{declared.python[1]}"
        for path in sorted(contents.paths):
            found = re.search(r"\.(?:cpython-|cp)(\d{2,3})[a-z]*-[^/]*\.so$", path)
            if found and found[1] != wanted:
                yield self.finding(
                    path,
                    f"it is built for Python {found[1][0]}.{found[1][1:]}, and the container has "
                    f"{'.'.join(map(str, declared.python))}",
                    "build it with the container's Python, or name its package in "
                    "code/requirements.txt",
                )
