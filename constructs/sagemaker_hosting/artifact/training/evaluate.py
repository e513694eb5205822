"""What an expression says about a path."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import PurePath
from typing import Final

from sagemaker_hosting.artifact.training.module import Function, Module, Scope
from sagemaker_hosting.artifact.training.place import (
    UNKNOWN,
    Kind,
    Place,
    added,
    joined,
    merged,
    of_text,
)

_DEPTH: Final = 12
_VARIABLES: Final = {
    "SM_MODEL_DIR": "/opt/ml/model",
    "SM_OUTPUT_DATA_DIR": "/opt/ml/output/data",
    "SM_OUTPUT_DIR": "/opt/ml/output",
    "SM_INPUT_DIR": "/opt/ml/input",
    "SM_CHECKPOINT_DIR": "/opt/ml/checkpoints",
}
"""What the training toolkit sets."""
_SAME: Final = frozenset(
    {
        "str",
        "os.fspath",
        "os.path.abspath",
        "os.path.expanduser",
        "os.path.normpath",
        "os.path.realpath",
    }
)
_SAME_METHODS: Final = frozenset(
    {"as_posix", "resolve", "absolute", "expanduser", "rstrip", "strip", "__str__"}
)
_PATHS: Final = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "os.path.join"})


class Evaluator:
    """Reads paths in the scripts of a project.

    Args:
        modules: The scripts; a function's arguments are what any of them calls it with.
    """

    def __init__(self, modules: Sequence[Module]) -> None:
        self._modules = modules
        self._depth = 0

    def place(self, module: Module, node: ast.expr) -> Place:
        """Return where the path of an expression leads."""
        if self._depth >= _DEPTH:
            return UNKNOWN
        self._depth += 1
        try:
            return self._place(module, node)
        finally:
            self._depth -= 1

    def _place(self, module: Module, node: ast.expr) -> Place:
        if isinstance(node, ast.Constant):
            return of_text(node.value) if isinstance(node.value, str) else UNKNOWN
        if isinstance(node, ast.Name):
            return self._name(module, node)
        if isinstance(node, ast.Attribute):
            return self._attribute(module, node)
        if isinstance(node, ast.Subscript):
            return self._variable(module, node)
        if isinstance(node, ast.Call):
            return self._call(module, node)
        if isinstance(node, ast.BinOp):
            return self._operation(module, node)
        if isinstance(node, ast.JoinedStr):
            return self._together(module, node.values)
        if isinstance(node, ast.FormattedValue):
            return self.place(module, node.value) if node.format_spec is None else UNKNOWN
        if isinstance(node, ast.IfExp):
            return merged([self.place(module, each) for each in (node.body, node.orelse)])
        if isinstance(node, ast.BoolOp):
            return merged([self.place(module, each) for each in node.values])
        return UNKNOWN

    def _name(self, module: Module, node: ast.Name) -> Place:
        scope: Scope = module.scope_of(node)
        while True:
            values = module.values(node, scope)
            if values is not None:
                return merged(
                    [UNKNOWN if each is None else self.place(module, each) for each in values]
                )
            if isinstance(scope, ast.Module):
                return UNKNOWN
            if node.id in _parameters(scope):
                return self._parameter(scope, node.id)
            scope = module.scope_of(scope)

    def _parameter(self, function: Function, name: str) -> Place:
        """Return what a function is called with; unknown when nobody here calls it."""
        if function.args.vararg or function.args.kwarg:
            return UNKNOWN
        given = [
            self._argument(function, name, module, call)
            for module, call in self._calls.get(function.name, ())
            if self._is_call_of(function, module, call)
        ]
        return merged(given)

    def _is_call_of(self, function: Function, module: Module, call: ast.Call) -> bool:
        """Return whether a call is one of ``function``, not of another with the same name."""
        full = module.called(call)
        home = self._home(function)
        if home is not None and isinstance(home.parents[function], ast.ClassDef):
            root = full.partition(".")[0]
            return isinstance(call.func, ast.Attribute) and root not in module.aliases.values()
        if full == function.name:
            return module is home
        return home is not None and full.split(".")[-2:-1] == [PurePath(home.path).stem]

    def _home(self, function: Function) -> Module | None:
        return next((each for each in self._modules if function in each.parents), None)

    def _argument(self, function: Function, name: str, module: Module, call: ast.Call) -> Place:
        if any(isinstance(each, ast.Starred) for each in call.args):
            return UNKNOWN
        for keyword in call.keywords:
            if keyword.arg == name:
                return self.place(module, keyword.value)
            if keyword.arg is None:
                return UNKNOWN
        names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
        if names[:1] in (["self"], ["cls"]):
            names = names[1:]
        if name in names and names.index(name) < len(call.args):
            return self.place(module, call.args[names.index(name)])
        return self._default(function, name)

    def _default(self, function: Function, name: str) -> Place:
        home = self._home(function)
        positional = [*function.args.posonlyargs, *function.args.args]
        defaults = dict(
            zip(
                [each.arg for each in positional[len(positional) - len(function.args.defaults) :]],
                function.args.defaults,
                strict=True,
            )
        )
        for each, value in zip(function.args.kwonlyargs, function.args.kw_defaults, strict=True):
            if value is not None:
                defaults[each.arg] = value
        if home is None or name not in defaults:
            return UNKNOWN
        return self.place(home, defaults[name])

    def _attribute(self, module: Module, node: ast.Attribute) -> Place:
        if node.attr == "parent" or module.full_name(node) in ("", "os.environ"):
            return UNKNOWN
        assigned = self._attributes.get(node.attr)
        option = self._options.get(node.attr)
        if assigned:
            return merged([self.place(where, value) for where, value in assigned])
        if option is None:
            return UNKNOWN
        where, spelled, default = option
        if default is None:
            return UNKNOWN
        return replace(self.place(where, default), option=spelled)

    def _variable(self, module: Module, node: ast.Subscript) -> Place:
        if module.full_name(node.value) == "os.environ":
            return _of_variable(_text(node.slice))
        return UNKNOWN

    def _call(self, module: Module, node: ast.Call) -> Place:
        name = module.called(node)
        if name in ("os.environ.get", "os.getenv") and node.args:
            return _of_variable(_text(node.args[0]))
        if name in ("os.getcwd", "pathlib.Path.cwd"):
            return Place(Kind.RELATIVE, ".")
        if name in _PATHS:
            return self._joined(module, node.args)
        if name in _SAME and len(node.args) == 1:
            return self.place(module, node.args[0])
        if isinstance(node.func, ast.Attribute):
            return self._method(module, node, node.func)
        return UNKNOWN

    def _method(self, module: Module, node: ast.Call, function: ast.Attribute) -> Place:
        if function.attr == "joinpath":
            return self._joined(module, [function.value, *node.args])
        if function.attr in _SAME_METHODS:
            return self.place(module, function.value)
        if function.attr == "format":
            return self._formatted(module, _text(function.value), node.args)
        return UNKNOWN

    def _operation(self, module: Module, node: ast.BinOp) -> Place:
        if isinstance(node.op, ast.Mod):
            values = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
            text = _text(node.left)
            return self._formatted(module, text.replace("%s", "{}") if text else None, values)
        make: dict[type[ast.operator], Callable[[Place, Place], Place]] = {
            ast.Div: joined,
            ast.Add: added,
        }
        if type(node.op) not in make:
            return UNKNOWN
        left, right = self.place(module, node.left), self.place(module, node.right)
        return make[type(node.op)](left, right)

    def _formatted(self, module: Module, text: str | None, values: Sequence[ast.expr]) -> Place:
        """Return what ``"{}/model.pt".format(directory)`` gives, where that is all it does."""
        if text is None:
            return UNKNOWN
        parts = text.split("{}")
        if len(parts) != len(values) + 1 or any(set(part) & set("{}%") for part in parts):
            first = parts[0]
            return replace(of_text(first), exact=False) if first.startswith("/") else UNKNOWN
        mixed: list[ast.expr] = [ast.Constant(parts[0])]
        for value, part in zip(values, parts[1:], strict=True):
            mixed += [value, ast.Constant(part)]
        return self._together(module, mixed)

    def _together(self, module: Module, values: Sequence[ast.expr]) -> Place:
        whole = Place(Kind.RELATIVE)
        for value in values:
            whole = added(whole, self.place(module, value))
        return whole

    def _joined(self, module: Module, parts: Sequence[ast.expr]) -> Place:
        if not parts or any(isinstance(part, ast.Starred) for part in parts):
            return UNKNOWN
        first, *rest = [self.place(module, part) for part in parts]
        for part in rest:
            first = joined(first, part)
        return first

    @cached_property
    def _calls(self) -> dict[str, list[tuple[Module, ast.Call]]]:
        found: dict[str, list[tuple[Module, ast.Call]]] = {}
        for module in self._modules:
            for call in module.calls:
                name = module.called(call).rpartition(".")[2]
                found.setdefault(name, []).append((module, call))
        return found

    @cached_property
    def _attributes(self) -> dict[str, list[tuple[Module, ast.expr]]]:
        found: dict[str, list[tuple[Module, ast.expr]]] = {}
        for module in self._modules:
            for node in module.nodes:
                if isinstance(node, ast.Assign):
                    for target in node.targets:
                        if isinstance(target, ast.Attribute):
                            found.setdefault(target.attr, []).append((module, node.value))
        return found

    @cached_property
    def _options(self) -> dict[str, tuple[Module, str, ast.expr | None]]:
        """The command-line options by destination: where, as it is spelled, its default."""
        found: dict[str, tuple[Module, str, ast.expr | None]] = {}
        for module in self._modules:
            for call in module.calls:
                if not (isinstance(call.func, ast.Attribute) and call.func.attr == "add_argument"):
                    continue
                keywords = {each.arg: each.value for each in call.keywords if each.arg}
                spelled = [text for each in call.args if (text := _text(each))]
                long = next((text for text in spelled if text.startswith("--")), "")
                named = keywords.get("dest")
                destination = (_text(named) if named else None) or long.lstrip("-").replace(
                    "-", "_"
                )
                if destination:
                    found[destination] = (module, long, keywords.get("default"))
        return found

    def options(self) -> dict[str, tuple[Module, str, ast.expr | None]]:
        """Return the command-line options of the scripts by destination."""
        return self._options


def _of_variable(name: str | None) -> Place:
    if name is None:
        return UNKNOWN
    if name.startswith("SM_CHANNEL_"):
        return of_text(f"/opt/ml/input/data/{name.removeprefix('SM_CHANNEL_').lower()}")
    return of_text(_VARIABLES[name]) if name in _VARIABLES else UNKNOWN


def _parameters(function: Function) -> set[str]:
    listed = (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)
    return {each.arg for each in listed}


def _text(node: ast.AST) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
