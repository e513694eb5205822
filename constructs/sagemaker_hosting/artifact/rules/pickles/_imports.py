"""Imports that picklescan calls dangerous and that honest models have."""

from __future__ import annotations

from typing import Final

from sagemaker_hosting.artifact.read.pickle_values import Imported

_MODULES: Final = frozenset(
    {"_operator", "cloudpickle.cloudpickle", "functools", "operator", "types", "uuid"}
)
_NAMES: Final = frozenset({("builtins", "getattr"), ("__builtin__", "getattr")})


def is_common(imported: Imported) -> bool:
    """Return whether a model may well import it: bound methods, partial functions, lambdas."""
    return imported[0] in _MODULES or imported in _NAMES
