"""Moving files to where the chosen framework's container looks for them.

What a data scientist has is a directory with a model and a script; what the container wants is a
layout. Only moves that cannot be meant otherwise are made, and each is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.plan import SOURCE, Item, Plan
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.core.errors import InvalidProps

_SAVED_MODEL: Final = frozenset(
    {
        "assets",
        "assets.extra",
        "fingerprint.pb",
        "keras_metadata.pb",
        "saved_model.pb",
        "saved_model.pbtxt",
        "variables",
    }
)
_Moves = Mapping[str, str]
"""From a name at the root to where it goes."""


def arranged(plan: Plan, framework: Framework) -> Plan:
    """Return ``plan`` laid out for a framework.

    - PyTorch, TensorFlow, MXNet, scikit-learn, XGBoost: scripts, packages and ``requirements.txt``
      at the root go to ``code/``. Hugging Face: ``inference.py`` and ``requirements.txt`` alone,
      since the code of a model lies beside its configuration.
    - TensorFlow: a SavedModel at the root, or in one directory that is no number, goes to ``1/``.
    - Triton: a model's own directory goes into one of its name.
    - DJL Serving, TorchServe, an own container: nothing is moved.

    What is at its place already stays.

    Raises:
        InvalidProps: Something else is where a file would go.
    """
    moves = dict(_MOVES.get(framework, _none)(plan))
    items: dict[str, Item] = {}
    for item in plan.items:
        moved = _moved(item, moves)
        name = moved.member.name
        there = items.get(name)
        if there is not None and moved.member.kind is not Kind.DIRECTORY:
            raise InvalidProps(
                f"{str(item.path)!r} and {str(there.path)!r} both belong at {name!r}",
                fix="keep one of the two",
                source=SOURCE,
            )
        items[name] = moved
    for name in list(items):
        parts = name.split("/")
        for end in range(1, len(parts)):
            folder = "/".join(parts[:end])
            made = Member(name=folder, kind=Kind.DIRECTORY, mode=0o755)
            items.setdefault(folder, Item(plan.directory, made))
    return replace(
        plan,
        items=tuple(sorted(items.values(), key=lambda item: item.member.name.split("/"))),
        moved=tuple(sorted(moves.items())),
    )


def _moved(item: Item, moves: _Moves) -> Item:
    name = item.member.name
    root = name.split("/")[0]
    if root not in moves:
        return item
    return replace(item, member=replace(item.member, name=moves[root] + name[len(root) :]))


def _scripts(plan: Plan) -> Iterator[tuple[str, str]]:
    names = {item.member.name for item in plan.items}
    for item in plan.items:
        name = item.member.name
        if "/" in name or name == "code" or f"code/{name}" in names:
            continue
        is_package = item.member.kind is Kind.DIRECTORY and f"{name}/__init__.py" in names
        is_script = item.member.kind is Kind.FILE and name.endswith(".py")
        if is_package or is_script or name == "requirements.txt":
            yield name, f"code/{name}"


def _handler_alone(plan: Plan) -> Iterator[tuple[str, str]]:
    return (
        (name, to) for name, to in _scripts(plan) if name in ("inference.py", "requirements.txt")
    )


def _tensorflow(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from _scripts(plan)
    names = {item.member.name for item in plan.items}
    if "saved_model.pb" in names:
        yield from ((name, f"1/{name}") for name in sorted(names & _SAVED_MODEL))
        return
    found = [name for name in names if re.fullmatch(r"[^/]+/saved_model\.pb", name)]
    if len(found) == 1 and not found[0].split("/")[0].isdecimal() and "1" not in names:
        yield found[0].split("/")[0], "1"


def _triton(plan: Plan) -> Iterator[tuple[str, str]]:
    by_name = {item.member.name: item for item in plan.items}
    config = by_name.get("config.pbtxt")
    if config is None:
        return
    text = config.path.read_text(encoding="utf-8", errors="replace")
    named = re.search(r'^\s*name\s*:\s*"([^"/]+)"', text, re.MULTILINE)
    model = named[1] if named else plan.directory.resolve().name
    for name in sorted(by_name):
        if "/" not in name:
            yield name, f"{model}/{name}"


def _none(plan: Plan) -> Iterator[tuple[str, str]]:
    return iter(())


_MOVES: Final[Mapping[Framework, Callable[[Plan], Iterator[tuple[str, str]]]]] = {
    Framework.PYTORCH: _scripts,
    Framework.MXNET: _scripts,
    Framework.SKLEARN: _scripts,
    Framework.XGBOOST: _scripts,
    Framework.HUGGINGFACE: _handler_alone,
    Framework.TENSORFLOW: _tensorflow,
    Framework.TRITON: _triton,
}
