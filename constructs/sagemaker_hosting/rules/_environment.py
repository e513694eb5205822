"""What the environment variables of a container ask of its model server."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.facts.model_servers import Setting, variables_for
from sagemaker_hosting.template.view import Value, View


def settings(container: View, setting: Setting) -> Iterator[tuple[str, Value, float]]:
    """Yield the variables of ``container`` that set ``setting`` to a known number."""
    environment = container.part("Environment")
    for name in sorted(variables_for(setting)):
        value = environment.get(name)
        if value.number is not None:
            yield name, value, value.number


def number_of(container: View, setting: Setting) -> float | None:
    """Return the number that a variable of ``container`` sets; None when it sets none, or several.

    Several may contradict each other, and which one counts depends on the server.
    """
    environment = container.part("Environment")
    given = [environment.get(name) for name in sorted(variables_for(setting))]
    found = {value.number for value in given if not value.is_absent}
    return found.pop() if len(found) == 1 else None
