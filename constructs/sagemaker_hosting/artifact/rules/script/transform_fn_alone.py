"""SMH0738."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.core.findings import Finding


class TransformFnAlone(ArtifactRule):
    """``transform_fn`` replaces ``input_fn``, ``predict_fn`` and ``output_fn``. A script that
    defines it beside one of them is refused when it is loaded.
    """

    id = "SMH0738"
    title = "transform_fn, or the other three"
    facts = ("toolkit-transform-fn-exclusive",)
    url = "https://github.com/aws/sagemaker-inference-toolkit"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None or "transform_fn" not in script.names:
            return
        beside = [name for name in ("input_fn", "predict_fn", "output_fn") if name in script.names]
        if beside:
            function = script.functions.get("transform_fn")
            yield self.finding(
                script.path,
                f"it defines transform_fn beside {', '.join(beside)}",
                "keep transform_fn alone, or the others without it",
                line=function.lineno if function else None,
            )
