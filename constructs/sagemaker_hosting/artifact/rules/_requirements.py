"""The requirements that the container installs."""

from __future__ import annotations

from sagemaker_hosting.artifact.config.requirements import Requirement, parse_requirements
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration


def requirements_path(declared: Declaration) -> str | None:
    """Return where the container looks for requirements; None where that is elsewhere."""
    program = declared.program
    if program is None:
        return None
    folder = program.rpartition("/")[0]
    return f"{folder}/requirements.txt" if folder else "requirements.txt"


def read_requirements(contents: Contents, folder: str) -> list[Requirement]:
    """Return the requirements beside a script; none when there is no such file."""
    path = f"{folder}/requirements.txt" if folder else "requirements.txt"
    return parse_requirements(contents.text(path) or "")
