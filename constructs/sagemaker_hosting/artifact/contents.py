"""What an artifact holds, as far as the rules want to know."""

from __future__ import annotations

import enum
import posixpath
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sagemaker_hosting.artifact.read.damage import Damage
from sagemaker_hosting.artifact.read.files import Files
from sagemaker_hosting.artifact.read.member import Kind, Member


class Form(enum.StrEnum):
    """How an artifact is stored."""

    ARCHIVE = "archive"
    DIRECTORY = "directory"
    PREFIX = "prefix"


@dataclass(kw_only=True)
class Contents:
    """What an artifact holds.

    Attributes:
        name: As the user calls it: a path or an ``s3://`` address.
        form: How it is stored.
        members: In their order.
        files: What has been read of the files.
        damage: Why reading stopped; None when it is whole.
        packed_bytes: The size of the archive; None where it is not one, or was not read to the end.
        cache: What rules have worked out, for the others.
    """

    name: str
    form: Form
    members: list[Member] = field(default_factory=list)
    files: Files = field(default_factory=Files)
    damage: Damage | None = None
    packed_bytes: int | None = None
    cache: dict[object, Any] = field(default_factory=dict)

    @cached_property
    def by_path(self) -> Mapping[str, Member]:
        """The members by where they will be below the model directory; the last one counts."""
        return {member.path: member for member in self.members}

    @cached_property
    def paths(self) -> frozenset[str]:
        """The paths of all files."""
        return frozenset(path for path, member in self.by_path.items() if member.kind is Kind.FILE)

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self.by_path)

    def has_folder(self, path: str) -> bool:
        """Return whether ``path`` is a directory, which its files alone may tell."""
        member = self.by_path.get(path)
        return (member is not None and member.kind is Kind.DIRECTORY) or self.has_below(path)

    def has_below(self, path: str) -> bool:
        """Return whether any member lies below ``path``."""
        at = bisect_left(self._sorted, f"{path}/")
        return at < len(self._sorted) and self._sorted[at].startswith(f"{path}/")

    def below(self, folder: str) -> Iterator[str]:
        """Yield the paths of the members below ``folder``, relative to it, sorted."""
        start = f"{folder}/"
        for path in self._sorted[bisect_left(self._sorted, start) :]:
            if not path.startswith(start):
                return
            yield path[len(start) :]

    @cached_property
    def root(self) -> frozenset[str]:
        """The names at the root."""
        return frozenset(path.split("/", 1)[0] for path in self.by_path) - {".", ""}

    @cached_property
    def unpacked_bytes(self) -> int:
        """The size of all files together."""
        return sum(member.size for member in self.members)

    @property
    def is_whole(self) -> bool:
        """Whether everything was read, so that what is not there is missing."""
        return self.damage is None

    def files_at(self, folder: str = "") -> list[str]:
        """Return the files right in ``folder``, sorted; of the root when it is empty."""
        return sorted(path for path in self.paths if posixpath.dirname(path) == folder)

    def text(self, path: str) -> str | None:
        """Return the text of a file; None when it is not there, too long or not UTF-8."""
        raw = self.files.texts.get(path)
        if raw is None:
            return None
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None
