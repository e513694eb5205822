"""Where a path leads, as far as the source tells."""

from __future__ import annotations

import enum
import posixpath
from dataclasses import dataclass, replace
from typing import Final

MODEL_DIR: Final = "/opt/ml/model"


class Kind(enum.Enum):
    """What a path begins with."""

    MODEL = "model"
    RELATIVE = "relative"
    ABSOLUTE = "absolute"
    REMOTE = "remote"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """A path, as far as the source tells.

    Attributes:
        kind: What it begins with.
        path: What is known of it; below the model directory for `Kind.MODEL`.
        exact: Whether that is all of it.
        option: The command-line option whose default it is; empty for none.
    """

    kind: Kind
    path: str = ""
    exact: bool = True
    option: str = ""

    def __str__(self) -> str:
        """Return the path as a person writes it, with ... for what is not known."""
        path = posixpath.join(MODEL_DIR, self.path) if self.kind is Kind.MODEL else self.path
        path = path.rstrip("/") or path
        return path if self.exact else posixpath.join(path, "...")

    @property
    def name(self) -> str:
        """The last part of the path; empty where it is not known."""
        return posixpath.basename(self.path.rstrip("/")) if self.exact else ""

    def covers(self, other: Place) -> bool:
        """Return whether ``other`` may be this, or something below it."""
        if Kind.UNKNOWN in (self.kind, other.kind):
            return True
        if self.kind is not other.kind:
            return False
        mine, others = _normal(self.path), _normal(other.path)
        if mine in (".", others) or others.startswith(mine + "/"):
            return True
        # A pattern, or a part that is not known, may be anything.
        if set(mine) & set("*?[") or not self.exact:
            return True
        return not other.exact and mine.startswith(others)


UNKNOWN: Final = Place(Kind.UNKNOWN, exact=False)


def of_text(text: str) -> Place:
    """Return the place of a path that is spelled out."""
    if "://" in text:
        return Place(Kind.REMOTE, text)
    normal = _normal(text)
    if normal == MODEL_DIR or normal.startswith(MODEL_DIR + "/"):
        return Place(Kind.MODEL, normal[len(MODEL_DIR) + 1 :])
    if text.startswith(("/", "~")):
        return Place(Kind.ABSOLUTE, text)
    return Place(Kind.RELATIVE, text)


def joined(first: Place, second: Place) -> Place:
    """Return what ``os.path.join`` makes of two places."""
    if second.kind in (Kind.ABSOLUTE, Kind.MODEL, Kind.REMOTE):
        return second
    if first.kind is Kind.UNKNOWN or not first.exact:
        return replace(first, exact=False)
    if second.kind is Kind.UNKNOWN:
        # What is joined onto nothing may lead anywhere.
        return UNKNOWN if first == Place(Kind.RELATIVE) else replace(first, exact=False)
    path = posixpath.join(first.path, second.path)
    if first.kind is Kind.MODEL:
        normal = posixpath.normpath(path)
        if normal.startswith(".."):
            return of_text(posixpath.normpath(posixpath.join(MODEL_DIR, path)))
        path = "" if normal == "." else normal
    return Place(first.kind, path, second.exact, first.option)


def added(first: Place, second: Place) -> Place:
    """Return what ``+`` makes of two places as text."""
    if first.kind is Kind.UNKNOWN or not first.exact:
        return replace(first, exact=False)
    if second.kind is Kind.UNKNOWN:
        return UNKNOWN if first == Place(Kind.RELATIVE) else replace(first, exact=False)
    if first.kind is Kind.MODEL:
        grown = of_text(str(first) + second.path)
    elif first.kind is Kind.RELATIVE and not first.path:
        grown = second
    else:
        grown = of_text(first.path + (str(second) if second.kind is Kind.MODEL else second.path))
    return replace(grown, exact=second.exact, option=first.option)


def merged(places: list[Place]) -> Place:
    """Return what is common to the places that a name may stand for."""
    if not places:
        return UNKNOWN
    first, *rest = places
    if all(each == first for each in rest):
        return first
    if any(each.kind is not first.kind for each in rest):
        return UNKNOWN
    path = first.path if all(each.path == first.path for each in rest) else ""
    if first.kind is Kind.ABSOLUTE and not path:
        return UNKNOWN
    return Place(first.kind, path, exact=False, option=next((p.option for p in places), ""))


def _normal(text: str) -> str:
    # POSIX keeps two leading slashes apart; nobody means them.
    normal = posixpath.normpath(text)
    return normal[1:] if normal.startswith("//") else normal
