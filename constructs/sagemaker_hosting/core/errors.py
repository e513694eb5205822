"""The exceptions that reach a user.

```
HostingError                 something the user can mend; says what, how, and where that is written
├── InvalidProps             an argument that can never work (also a ValueError)
├── NotFound                 a thing that was named does not exist
└── LocalAwsError            the local AWS cannot start, stop or imitate what it was asked to
```
Anything else that escapes is a bug of the library.
"""

from __future__ import annotations


class HostingError(Exception):
    """A mistake that the user can mend.

    Args:
        message: What is wrong, with the value given. Lower case, no full stop.
        fix: What to write or do instead.
        source: Where the constraint is documented: a guide page, an API page or both.
        path: The construct path of what is declared wrong, when it is known.
    """

    def __init__(
        self,
        message: str,
        *,
        fix: str | None = None,
        source: str | None = None,
        path: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix
        self.source = source
        self.path = path

    def __str__(self) -> str:
        """Return the message with its path, fix and source, a line each."""
        lines = [f"{self.path}: {self.message}" if self.path else self.message]
        if self.fix:
            lines.append(f"  fix: {self.fix}")
        if self.source:
            lines.append(f"  see: {self.source}")
        return "\n".join(lines)


class InvalidProps(HostingError, ValueError):
    """An argument, or a combination of arguments, that can never work."""


class NotFound(HostingError):
    """Something that was named does not exist."""


class LocalAwsError(HostingError):
    """The local AWS cannot start, stop, or imitate what it was asked to."""
