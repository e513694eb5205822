"""What makes an archive unreadable, and where."""

from __future__ import annotations

import enum


class Flaw(enum.StrEnum):
    """Why reading stopped, or what is wrong with the container itself."""

    NOT_GZIP = "not gzip"
    NOT_TAR = "not tar"
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    TRAILING = "data after the end"
    UNFINISHED = "no end mark"
    BAD_HEADER = "bad header"
    HUGE_HEADER = "huge header"
    BOMB = "bomb"
    TOO_MANY_MEMBERS = "too many members"


class Damage(Exception):
    """The archive cannot be read any further.

    Attributes:
        flaw: What kind of damage it is.
        message: What is wrong, with the value found. Lower case, no full stop.
        member: The member that it happened in, or after; empty before the first.
    """

    def __init__(self, flaw: Flaw, message: str, member: str = "") -> None:
        super().__init__(message)
        self.flaw = flaw
        self.message = message
        self.member = member
