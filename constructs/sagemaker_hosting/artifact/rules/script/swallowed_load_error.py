"""SMH0742."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.artifact.script.walk import own_nodes, swallows
from sagemaker_hosting.core.findings import Finding, Severity


class SwallowedLoadError(ArtifactRule):
    """A ``model_fn`` that catches the error and returns None makes a container that passes its
    health check without a model. Requests then fail, or are answered with null, and no
    rollback alarm sees why.
    """

    id = "SMH0742"
    title = "a model_fn that fails when it cannot load"
    severity = Severity.WARNING
    facts = ("seed000-return-none",)
    pages = (588,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-inference-code.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        function = script.functions.get("model_fn") if script else None
        if script is None or function is None:
            return
        for node in ast.walk(function):
            if isinstance(node, ast.Try):
                for handler in node.handlers:
                    if swallows(handler):
                        yield self.finding(
                            script.path,
                            "model_fn catches the error and goes on without a model",
                            "let it raise: log in the handler and end it with raise",
                            line=handler.lineno,
                        )
        returns = [node for node in own_nodes(function) if isinstance(node, ast.Return | ast.Yield)]
        if not any(isinstance(node, ast.Yield) or node.value is not None for node in returns):
            raises = any(isinstance(node, ast.Raise) for node in own_nodes(function))
            if not raises:
                yield self.finding(
                    script.path,
                    "model_fn returns nothing, so that predict_fn gets None for the model",
                    "return the model",
                    line=function.lineno,
                )
