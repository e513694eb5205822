"""SMH0750."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from sagemaker_hosting.artifact.config.requirements import Form, Requirement, parse_requirements
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.rules._requirements import requirements_path
from sagemaker_hosting.core.findings import Finding


def _problem(contents: Contents, folder: str, each: Requirement) -> tuple[str, str] | None:
    """Return what is wrong with a line, and how to mend it; None when nothing is."""
    if each.form is Form.INVALID:
        conda = re.fullmatch(r"([A-Za-z0-9._-]+)=([A-Za-z0-9.]+)(=\S+)?", each.text)
        fix = f"write {conda[1]}=={conda[2]}" if conda else "write NAME==VERSION"
        return f"pip does not understand {each.text[:80]!r}", fix
    if each.form in (Form.PATH, Form.EDITABLE) or each.target.startswith("file:"):
        if each.form is Form.EDITABLE and "://" in each.target:
            return None
        target = each.target.removeprefix("file://").removeprefix("file:")
        inside = posixpath.normpath(posixpath.join(folder, target))
        if target.startswith("/") or inside.startswith("..") or not _is_there(contents, inside):
            return (
                f"{each.text[:80]!r} names a path that the container does not have",
                "name a published package, or add the wheel to code/ and write ./NAME.whl",
            )
    if each.form is Form.OPTION and each.text.startswith(("-r", "--requirement", "-c", "--const")):
        inside = posixpath.normpath(posixpath.join(folder, each.target))
        if "://" not in each.target and not _is_there(contents, inside):
            return f"{each.target!r} is not in the artifact", "add the file beside requirements.txt"
    return None


def _is_there(contents: Contents, path: str) -> bool:
    return path in contents.paths or contents.has_folder(path) or path == "."


class RequirementsForm(ArtifactRule):
    """``pip install -r`` runs when the container starts, before the model is loaded. A line
    that pip does not understand, or that names a path of another machine, ends the start.
    """

    id = "SMH0750"
    title = "requirements that pip can install"
    facts = ("torchserve-requirements-preinstall", "artifact-archive-layout")
    pages = (375, 376)
    url = "https://pip.pypa.io/en/stable/reference/requirements-file-format/"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        path = requirements_path(declared)
        if path is None or path not in contents.paths:
            return
        folder = path.rpartition("/")[0]
        text = contents.text(path)
        if text is None:
            yield self.finding(path, "it is not UTF-8 text", "save it as UTF-8")
            return
        for each in parse_requirements(text):
            problem = _problem(contents, folder, each)
            if problem is not None:
                yield self.finding(path, problem[0], problem[1], line=each.line)
