"""The calls that copy or move files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sagemaker_hosting.artifact.training.evaluate import Evaluator
from sagemaker_hosting.artifact.training.module import Module
from sagemaker_hosting.artifact.training.place import UNKNOWN, Place

_FUNCTIONS: Final = frozenset(
    {
        "distutils.dir_util.copy_tree",
        "os.link",
        "os.rename",
        "os.replace",
        "os.symlink",
        "shutil.copy",
        "shutil.copy2",
        "shutil.copyfile",
        "shutil.copytree",
        "shutil.move",
    }
)
_METHODS: Final = frozenset({"copy", "copy_into", "move", "move_into", "rename", "replace"})
_SHELLS: Final = frozenset(
    {
        "os.popen",
        "os.system",
        "subprocess.Popen",
        "subprocess.call",
        "subprocess.check_call",
        "subprocess.check_output",
        "subprocess.run",
    }
)
_COPYING: Final = re.compile(r"\b(bash|cp|ln|make|mv|rsync|sh|tar|unzip)\b")


@dataclass(frozen=True)
class Copy:
    """A call that copies or moves files.

    Attributes:
        module: The script.
        call: The call.
        source: What is copied.
        target: Where to.
    """

    module: Module
    call: ast.Call
    source: Place
    target: Place


def copies_in(module: Module, evaluator: Evaluator) -> Iterator[Copy]:
    """Yield the calls of a script that copy or move files, or may: a shell may do anything."""
    for call in module.calls:
        name = module.called(call)
        if name in _FUNCTIONS:
            given = {each.arg: each.value for each in call.keywords}
            first = call.args[0] if call.args else given.get("src")
            second = call.args[1] if len(call.args) > 1 else given.get("dst")
            yield Copy(
                module,
                call,
                evaluator.place(module, first) if first else UNKNOWN,
                evaluator.place(module, second) if second else UNKNOWN,
            )
        elif name in _SHELLS:
            if _may_copy(call):
                yield Copy(module, call, UNKNOWN, UNKNOWN)
        elif (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in _METHODS
            and len(call.args) == 1
            and not call.keywords
            and not isinstance(call.args[0], ast.Dict | ast.Lambda)
        ):
            target = evaluator.place(module, call.args[0])
            source = evaluator.place(module, call.func.value)
            yield Copy(module, call, source, target)


def _may_copy(call: ast.Call) -> bool:
    """Return whether a shell command copies files, as far as it is spelled out."""
    words = [
        node.value
        for node in ast.walk(call)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return not words or bool(_COPYING.search(" ".join(words)))
