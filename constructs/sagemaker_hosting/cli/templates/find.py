"""From the paths that a user names to the template files that are meant."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_SUFFIXES: Final = frozenset({".json", ".yaml", ".yml", ".template"})
_PASSED_OVER: Final = frozenset({"node_modules", "__pycache__"})
_STACK: Final = "aws:cloudformation:stack"
_ASSEMBLY: Final = "cdk:cloud-assembly"
_ACKNOWLEDGED: Final = "aws:cdk:acknowledged-rules"
_ENVIRONMENT: Final = re.compile(r"aws://[^/]+/([a-z]{2}[a-z0-9-]*-\d+)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A file that may be a template.

    Attributes:
        path: The file.
        named: Whether the user named it, so that it has to be one.
        region: The Region that its stack is deployed to; None where that is not said.
        acknowledged: What the CDK app acknowledged: construct path to rule id to reason.
    """

    path: Path
    named: bool = False
    region: str | None = None
    acknowledged: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def candidates(path: Path) -> Iterator[Candidate]:
    """Yield the files that ``path`` stands for.

    A file stands for itself. A cloud assembly (``cdk.out``) stands for the templates of its stacks,
    nested ones included, as its manifest lists them. Any other directory stands for the templates
    below it, without hidden directories, ``node_modules`` and virtual environments.
    """
    if not path.is_dir():
        yield Candidate(path=path, named=True)
    elif _manifest(path) is not None:
        yield from _of_assembly(path)
    else:
        yield from _of_directory(path)


def _of_directory(directory: Path) -> Iterator[Candidate]:
    for root, folders, files in os.walk(directory):
        here = Path(root)
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _PASSED_OVER
            and not (here / name / "pyvenv.cfg").is_file()
        )
        assemblies = [name for name in folders if _manifest(here / name) is not None]
        for name in assemblies:
            folders.remove(name)
            yield from _of_assembly(here / name)
        for name in sorted(files):
            if Path(name).suffix.lower() in _SUFFIXES:
                yield Candidate(path=here / name)


def _of_assembly(directory: Path) -> Iterator[Candidate]:
    manifest = _manifest(directory)
    if manifest is None:
        return
    for artifact in manifest["artifacts"].values():
        if not isinstance(artifact, Mapping):
            continue
        properties = artifact.get("properties")
        properties = properties if isinstance(properties, Mapping) else {}
        if artifact.get("type") == _ASSEMBLY:
            yield from _of_assembly(directory / str(properties.get("directoryName", "")))
        elif artifact.get("type") == _STACK and isinstance(properties.get("templateFile"), str):
            known, region = _acknowledged(directory, artifact), _region(artifact)
            template = directory / properties["templateFile"]
            yield Candidate(path=template, named=True, region=region, acknowledged=known)
            # A nested stack is an asset of its parent.
            stem = template.name.removesuffix(".template.json")
            for nested in sorted(directory.glob(f"{stem}*.nested.template.json")):
                yield Candidate(path=nested, named=True, region=region, acknowledged=known)


def _region(artifact: Mapping[str, Any]) -> str | None:
    """Return the Region of a stack; None for one that can be deployed to any."""
    place = _ENVIRONMENT.match(str(artifact.get("environment", "")))
    return place[1] if place is not None else None


def _acknowledged(directory: Path, artifact: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return what the app acknowledged, from where the CDK writes it."""
    listed = artifact.get("metadata")
    beside = artifact.get("additionalMetadataFile")
    if isinstance(beside, str):
        listed = _json(directory / beside)
    found: dict[str, dict[str, str]] = {}
    for path, entries in listed.items() if isinstance(listed, Mapping) else ():
        for entry in entries if isinstance(entries, list) else ():
            if not isinstance(entry, Mapping) or entry.get("type") != _ACKNOWLEDGED:
                continue
            data = entry.get("data")
            for identity, reason in data.items() if isinstance(data, Mapping) else ():
                rule = str(identity).rpartition("::")[2]
                found.setdefault(str(path).strip("/"), {})[rule] = str(reason)
    return found


def _manifest(directory: Path) -> Mapping[str, Any] | None:
    """Return the manifest of a cloud assembly; None when ``directory`` is none."""
    document = _json(directory / "manifest.json")
    if not isinstance(document, Mapping) or not isinstance(document.get("version"), str):
        return None
    return document if isinstance(document.get("artifacts"), Mapping) else None


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
