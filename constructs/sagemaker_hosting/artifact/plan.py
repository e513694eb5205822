"""What of a directory goes into an artifact, and under which names."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from sagemaker_hosting.artifact.ignore import IGNORE_FILE, Ignore
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.core.errors import InvalidProps

Symlinks = Literal["refuse", "follow"]

SOURCE: Final = "developer guide pages 588 and 614; https://docs.aws.amazon.com/sagemaker/latest/dg/hosting-faqs.html"


@dataclass(frozen=True, slots=True)
class Item:
    """One file or directory that goes into an artifact.

    Attributes:
        path: Where it lies.
        member: What it becomes.
    """

    path: Path
    member: Member


@dataclass(frozen=True, slots=True)
class Plan:
    """What goes into an artifact.

    Attributes:
        directory: Where it comes from.
        items: In the order of their names.
        moved: Where a file goes that the layout wants elsewhere: from its path to its name.
    """

    directory: Path
    items: tuple[Item, ...]
    moved: tuple[tuple[str, str], ...] = ()

    @property
    def total_bytes(self) -> int:
        """Return the size of all files together."""
        return sum(item.member.size for item in self.items)


def plan_directory(
    directory: Path, *, symlinks: Symlinks = "refuse", without: Path | None = None
) -> Plan:
    """Return what of ``directory`` goes into its artifact.

    Litter and what ``.sagemakerignore`` names is left out. Modes are reduced to 755 for what may be
    executed and for directories, 644 for the rest.

    Args:
        directory: Its contents become the root of the artifact.
        symlinks: Whether links are refused, or replaced by what they point to. Default: refused.
        without: A file to leave out, such as the archive that is about to be replaced. Default:
            none.

    Raises:
        InvalidProps: There is nothing to pack; or a member is neither file nor directory, is a
            link, or has a name that an archive cannot carry.
    """
    plan = list_directory(directory, follow=symlinks == "follow", without=without)
    for item in plan.items:
        _check_name(item)
        if item.member.kind not in (Kind.FILE, Kind.DIRECTORY):
            raise _refusal(item)
    if not any(item.member.kind is Kind.FILE for item in plan.items):
        raise InvalidProps(
            f"model directory {str(directory)!r} holds no files",
            fix="put the model files at its root: SageMaker unpacks them into /opt/ml/model",
            source=SOURCE,
        )
    return plan


def list_directory(directory: Path, *, follow: bool = False, without: Path | None = None) -> Plan:
    """Return what is in ``directory``, whether or not an artifact can carry it.

    Args:
        directory: The root.
        follow: Whether links are replaced by what they point to. Default: False.
        without: A file to leave out. Default: none.

    Raises:
        InvalidProps: ``.sagemakerignore`` cannot be read.
        OSError: A directory cannot be read.
    """
    walk = _Walk(directory, _ignore(directory), follow, without)
    found = sorted(walk.below(directory, ""), key=lambda item: item.member.name.split("/"))
    return Plan(directory, tuple(found))


def _ignore(directory: Path) -> Ignore:
    try:
        text = (directory / IGNORE_FILE).read_text(encoding="utf-8-sig")
    except (FileNotFoundError, NotADirectoryError):
        return Ignore()
    except UnicodeDecodeError as error:
        raise InvalidProps(
            f"{directory / IGNORE_FILE} is not UTF-8 text",
            fix="write one pattern a line, as in .gitignore",
            source=SOURCE,
        ) from error
    return Ignore(text.splitlines())


class _Walk:
    def __init__(self, root: Path, ignore: Ignore, follow: bool, without: Path | None) -> None:
        self._ignore = ignore
        self._follow = follow
        self._without = without.absolute() if without else None
        self._inside = [_identity(root.stat())]

    def below(self, directory: Path, prefix: str) -> Iterator[Item]:
        """Yield what is in ``directory``, whose name in the artifact is ``prefix``."""
        with os.scandir(directory) as entries:
            found = list(entries)
        for entry in found:
            path = Path(entry.path)
            name = prefix + entry.name
            if self._ignore.ignores(name, directory=entry.is_dir(follow_symlinks=self._follow)):
                continue
            if self._without is None or path.absolute() != self._without:
                yield from self._item(path, name)

    def _item(self, path: Path, name: str) -> Iterator[Item]:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            led_to = _target(path, self._inside) if self._follow else None
            if led_to is None:
                target = str(path.readlink())
                yield Item(path, Member(name=name, kind=Kind.SYMBOLIC_LINK, target=target))
                return
            status = led_to
        kind = _kind(status.st_mode)
        if kind is Kind.DIRECTORY:
            yield Item(path, Member(name=name, kind=kind, mode=0o755))
            self._inside.append(_identity(status))
            yield from self.below(path, f"{name}/")
            self._inside.pop()
        else:
            mode = 0o755 if status.st_mode & stat.S_IXUSR else 0o644
            size = status.st_size if kind is Kind.FILE else 0
            yield Item(path, Member(name=name, kind=kind, size=size, mode=mode))


def _target(link: Path, inside: list[tuple[int, int]]) -> os.stat_result | None:
    """Return what a link leads to; None when that is nothing, or a directory it is in."""
    try:
        status = link.stat()
    except OSError:
        return None
    return None if _identity(status) in inside else status


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _kind(mode: int) -> Kind:
    for test, kind in (
        (stat.S_ISREG, Kind.FILE),
        (stat.S_ISDIR, Kind.DIRECTORY),
        (stat.S_ISFIFO, Kind.FIFO),
        (stat.S_ISSOCK, Kind.SOCKET),
    ):
        if test(mode):
            return kind
    return Kind.DEVICE


def _refusal(item: Item) -> InvalidProps:
    if item.member.kind is Kind.SYMBOLIC_LINK:
        what = f"a symbolic link to {item.member.target!r}"
        fix = (
            "replace it by a copy of the file, or pack with --symlinks follow "
            "(symlinks='follow') where it leads to one; SageMaker refuses artifacts with links"
        )
    else:
        what = str(item.member.kind)
        fix = f"remove it, or name it in {IGNORE_FILE}; an artifact holds files and directories"
    return InvalidProps(
        f"model directory holds {str(item.path)!r}, which is {what}", fix=fix, source=SOURCE
    )


def _check_name(item: Item) -> None:
    name = item.member.name
    try:
        name.encode("utf-8")
    except UnicodeEncodeError as error:
        raise InvalidProps(
            f"the name of {os.fsencode(item.path)!r} is not UTF-8", fix="rename it", source=SOURCE
        ) from error
    if any(ord(character) < 32 or ord(character) == 127 for character in name):
        raise InvalidProps(
            f"the name of {str(item.path)!r} has a control character",
            fix="rename it",
            source=SOURCE,
        )
