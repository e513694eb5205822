"""SMH0737."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.script.parse import handler_script
from sagemaker_hosting.core.findings import Finding

_ARGUMENTS: Final = {
    "model_fn": ("model_dir",),
    "input_fn": ("data", "content_type"),
    "predict_fn": ("data", "model"),
    "output_fn": ("prediction", "accept"),
    "transform_fn": ("model", "data", "content_type", "accept"),
}


def _count(arguments: ast.arguments) -> int:
    """Return how many parameters ``inspect.signature`` counts."""
    listed = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    return len(listed) + (arguments.vararg is not None) + (arguments.kwarg is not None)


def _fits(arguments: ast.arguments, given: int) -> bool:
    """Return whether some container can call a function with ``given`` arguments, or one more."""
    if _count(arguments) in (given, given + 1):
        return True
    # The older toolkit of scikit-learn and XGBoost calls without counting.
    positional = len(arguments.posonlyargs) + len(arguments.args)
    needed = positional - len(arguments.defaults)
    return needed <= given and (arguments.vararg is not None or given <= positional)


class HandlerArity(ArtifactRule):
    """The toolkit counts the parameters of each handler function and calls it with these, or
    with the context as one more. Any other number raises at the first call.
    """

    id = "SMH0737"
    title = "handler functions with the arguments that they are given"
    facts = ("toolkit-handler-arity",)
    url = "https://github.com/aws/sagemaker-inference-toolkit"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        script = handler_script(contents, declared)
        if script is None or declared.framework is Framework.TENSORFLOW:
            return
        for name, arguments in _ARGUMENTS.items():
            function = script.functions.get(name)
            if function is None:
                continue
            # Decorators may change what the function takes.
            if not function.decorator_list and not _fits(function.args, len(arguments)):
                yield self.finding(
                    script.path,
                    f"{name} takes {_count(function.args)} arguments; it is called with "
                    f"{len(arguments)}, or with the context as one more",
                    f"def {name}({', '.join(arguments)}):",
                    line=function.lineno,
                )
