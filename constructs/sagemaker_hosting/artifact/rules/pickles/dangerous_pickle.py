"""SMH0759."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules.pickles._imports import is_common
from sagemaker_hosting.core.findings import Finding


class DangerousPickle(ArtifactRule):
    """Loading a pickle calls what it names. One that names ``os.system``, ``subprocess`` or
    ``eval`` is no model: it runs commands in the container, with the rights of the execution
    role.
    """

    id = "SMH0759"
    title = "no pickle that runs commands"
    facts = ("seed000-pickle-mode",)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path, pickle in contents.files.pickles.items():
            found = sorted(each for each in pickle.dangerous if not is_common(each))
            if found:
                names = ", ".join(".".join(each) for each in found[:3])
                yield self.finding(
                    path,
                    f"loading it calls {names}",
                    "do not load it; get the model from its author, as safetensors or ONNX",
                )
