"""What a training job does with its inference code."""

from __future__ import annotations

import ast
import posixpath
from collections.abc import Iterator

from sagemaker_hosting.artifact.training.copies import Copy
from sagemaker_hosting.artifact.training.module import HANDLERS, Function, Module
from sagemaker_hosting.artifact.training.place import Kind
from sagemaker_hosting.artifact.training.project import Project


def scripts(project: Project) -> Iterator[tuple[Module, Function]]:
    """Yield the scripts of the handler contract, each with its first handler."""
    for module in project.modules:
        for node in module.tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in HANDLERS:
                yield module, node
                break


def may_fill_code(project: Project) -> bool:
    """Return whether something is put into /opt/ml/model/code, or may be."""
    for copy in project.copies:
        target = copy.target
        if target.kind is Kind.UNKNOWN:
            return True
        if target.kind is Kind.MODEL:
            if not target.exact or target.path.split("/")[0] == "code":
                return True
            if not target.path and not _is_file(copy):
                return True
    return any(
        place.kind is Kind.MODEL and place.path.split("/")[0] == "code" for place in project.created
    )


def copied_to_root(project: Project, module: Module) -> Copy | None:
    """Return the call that copies a script to the root of the model directory."""
    name = posixpath.basename(module.path.replace("\\", "/"))
    for copy in project.copies:
        target = copy.target
        at_root = target.kind is Kind.MODEL and target.path in ("", name, "inference.py")
        if at_root and target.exact and copy.source.name == name:
            return copy
    return None


def _is_file(copy: Copy) -> bool:
    """Return whether what is copied is certainly a file: a directory may hold code/."""
    return "." in copy.source.name.lstrip(".")
