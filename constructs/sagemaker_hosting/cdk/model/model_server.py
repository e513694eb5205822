"""Settings of the model servers in AWS's images, as the environment that they read."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known


class ModelServer(ABC):
    """Settings of a model server. Pass one as the environment of a container.

    Made as a `DjlServing`, a `TorchServe` or a `Triton`.

    Source: guide pages 292, 311 and 385.
    """

    @abstractmethod
    def render(self) -> dict[str, str]:
        """Return the environment variables; what is not stated is left to the server."""


def variables(named: Mapping[str, Any], extra: Mapping[str, str], source: str) -> dict[str, str]:
    """Return ``named`` and ``extra`` as environment variables, without what is None.

    Raises:
        InvalidProps: When ``extra`` says again what ``named`` says.
    """
    stated = {name: _text(value) for name, value in named.items() if value is not None}
    twice = sorted(stated.keys() & extra.keys())
    if twice:
        raise InvalidProps(
            f"additional_environment sets {', '.join(twice)}, which an argument sets as well",
            fix=f"leave {', '.join(twice)} out of additional_environment",
            source=source,
        )
    return stated | dict(extra)


def check_whole_number(
    value: object, argument: str, source: str, *, minimum: int = 1, maximum: int | None = None
) -> None:
    """Refuse anything but a whole number from ``minimum`` to ``maximum``; None is fine.

    Raises:
        InvalidProps: When it is something else.
    """
    if value is None or not is_known(value):
        return
    whole = isinstance(value, int) and not isinstance(value, bool)
    if not whole or value < minimum or (maximum is not None and value > maximum):  # type: ignore[operator]
        allowed = f"{minimum} or more" if maximum is None else f"{minimum} to {maximum}"
        raise InvalidProps(
            f"{argument} is {value!r}; allowed is a whole number, {allowed}",
            fix=f"pass {argument}={minimum} or another, or leave it out",
            source=source,
        )


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
