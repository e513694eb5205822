"""What is wrong in an environment file."""

from __future__ import annotations


class SettingsError(Exception):
    """A mistake in an environment file, or in the name of an environment.

    Args:
        message: What is wrong, with the value given. Lower case, no full stop.
        fix: What to write instead.
        where: The file, and the line where it is known.
        key: The path of the key, such as ``endpoints.iris.capacity.min``.
    """

    def __init__(self, message: str, *, fix: str = "", where: str = "", key: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.where = where
        self.key = key

    def __str__(self) -> str:
        """Return place, message and fix, as a compiler would."""
        text = ": ".join(part for part in (self.where, self.key, self.message) if part)
        return f"{text}\n  fix: {self.fix}" if self.fix else text


class SettingsErrors(SettingsError):
    """Several mistakes at once."""

    def __init__(self, errors: list[SettingsError]) -> None:
        super().__init__(f"{len(errors)} mistakes")
        self.errors = errors

    def __str__(self) -> str:
        """Return every mistake."""
        return "\n".join(str(error) for error in self.errors)
