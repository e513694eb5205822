"""What the environment variables of a container ask of its model server."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.facts.model_servers import Setting, variables_for
from sagemaker_hosting.template.view import Value, View


def settings(container: View, setting: Setting) -> Iterator[tuple[str, Value, float]]:
    """Yield the variables of ``container`` that set ``setting`` to a known number."""
    for value in _given(container, setting):
        if value.number is not None:
            yield value.path.rpartition("/")[2], value, value.number


def number_of(container: View, setting: Setting) -> float | None:
    """Return the number that a variable of ``container`` sets; None when it sets none, or several.

    Several may contradict each other, and which one counts depends on the server.
    """
    found = {value.number for value in _given(container, setting)}
    return found.pop() if len(found) == 1 else None


def _given(container: View, setting: Setting) -> Iterator[Value]:
    environment = container.part("Environment")
    for name in sorted(variables_for(setting).intersection(environment.properties)):
        value = environment.get(name)
        if not value.is_absent:
            yield value
