"""SMH0758."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_FIRST: Final = {3: (3, 0), 4: (3, 4), 5: (3, 8)}


class PickleProtocol(ArtifactRule):
    """Each Python reads the pickle protocols up to its own. Protocol 5 needs 3.8, protocol 4
    needs 3.4.
    """

    id = "SMH0758"
    title = "a protocol that the container's Python reads"
    facts = ("seed000-pickle-version",)
    url = "https://docs.python.org/3/library/pickle.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        python = declared.python
        if python is None:
            return
        for path, pickle in contents.files.pickles.items():
            first = _FIRST.get(pickle.protocol)
            if first is not None and python < first:
                yield self.finding(
                    path,
                    f"it has protocol {pickle.protocol}, and the container has Python "
                    f"{'.'.join(map(str, python))}",
                    "write it with an older protocol: pickle.dump(model, file, protocol=4)",
                )
