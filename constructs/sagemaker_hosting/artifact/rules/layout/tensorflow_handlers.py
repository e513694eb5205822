"""SMH0724."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import HANDLERS, handler_script
from sagemaker_hosting.core.findings import Finding


class TensorflowHandlers(ArtifactRule):
    """A script for the TensorFlow container defines ``input_handler`` and ``output_handler``,
    or ``handler`` alone. With anything else, such as ``predict_fn``, every request fails.
    """

    id = "SMH0724"
    title = "the handlers that the TensorFlow container knows"
    facts = ("neo-entry-point-functions",)
    pages = (498, 499)
    url = "https://github.com/aws/sagemaker-tensorflow-serving-container"
    frameworks = frozenset({Framework.TENSORFLOW})

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None or script.binds_unknown_names:
            return
        if script.defines("handler") or (
            script.defines("input_handler") and script.defines("output_handler")
        ):
            return
        found = sorted(script.names & HANDLERS)
        yield self.finding(
            script.path,
            "it defines neither handler nor input_handler and output_handler"
            + (f", but {', '.join(found)}" if found else ""),
            "define input_handler(data, context) and output_handler(data, context), or leave "
            "the script out",
        )
