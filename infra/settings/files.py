"""Environment files as plain data, with the line that each key stands in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.settings.errors import SettingsError

KeyPath = tuple[str, ...]


@dataclass(frozen=True)
class SettingsFile:
    """A file that has been read.

    Attributes:
        path: Where it is.
        content: What it says.
        lines: The line of each key.
    """

    path: Path
    content: dict[str, Any]
    lines: dict[KeyPath, int]

    def where(self, keys: Sequence[str]) -> str:
        """Return ``FILE:LINE`` of a key, or of the nearest key above it."""
        for length in range(len(keys), 0, -1):
            line = self.lines.get(tuple(keys[:length]))
            if line is not None:
                return f"{shown(self.path)}:{line}"
        return shown(self.path)


def read(path: Path) -> SettingsFile:
    """Read a YAML file.

    Raises:
        SettingsError: When it is no YAML, when it says a key twice, or when it is no mapping.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise SettingsError(
            f"no YAML: {error.problem}",
            fix="mend the syntax; indent with spaces",
            where=f"{shown(path)}{line}",
        ) from error
    if node is None:
        return SettingsFile(path, {}, {})
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError(
            "a file of settings is a mapping of keys",
            fix="write a key, such as region: eu-west-1",
            where=f"{shown(path)}:1",
        )
    lines: dict[KeyPath, int] = {}
    _note_lines(path, node, (), lines)
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return SettingsFile(path, content, lines)


def shown(path: Path) -> str:
    """Return the path as a reader of the error sees it: from the working directory on."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _note_lines(
    path: Path, node: yaml.MappingNode, above: KeyPath, lines: dict[KeyPath, int]
) -> None:
    for key_node, value_node in node.value:
        keys = (*above, str(key_node.value))
        line = key_node.start_mark.line + 1
        if keys in lines:
            # YAML readers take the last one in silence.
            raise SettingsError(
                f"the key is given twice, in lines {lines[keys]} and {line}",
                fix="keep one of them",
                where=f"{shown(path)}:{line}",
                key=".".join(keys),
            )
        lines[keys] = line
        if isinstance(value_node, yaml.MappingNode):
            _note_lines(path, value_node, keys, lines)
