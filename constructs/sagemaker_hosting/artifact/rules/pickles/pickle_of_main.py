"""SMH0781."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding


class PickleOfMain(ArtifactRule):
    """A class that was defined in the training script is pickled as ``__main__.NAME``. In the
    container ``__main__`` is the model server, and loading fails with an AttributeError.
    """

    id = "SMH0781"
    title = "classes that the container can import"
    facts = ("seed000-pickle-version",)
    url = "https://docs.python.org/3/library/pickle.html#what-can-be-pickled-and-unpickled"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            own = sorted(name for module, name in pickle.imports if module == "__main__")
            if own:
                yield self.finding(
                    path,
                    f"it needs __main__.{own[0]}, a class or function of the script that wrote it",
                    f"move {own[0]} to a module, import it in training, and pack the module in "
                    "code/",
                )
