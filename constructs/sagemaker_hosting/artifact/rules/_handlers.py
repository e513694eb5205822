"""Who loads the model: the user's script, or the container's default handler."""

from __future__ import annotations

from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.script.parse import handler_script


def loads_itself(contents: Contents, declared: Declaration) -> bool | None:
    """Return whether the script loads the model, so that files may be called as one likes.

    None where that cannot be told: the script is elsewhere, cannot be parsed, or was named and is
    missing, which SMH0749 reports.
    """
    path = declared.program
    if path is None:
        return None
    if path not in contents.paths:
        return None if declared.environment.get("SAGEMAKER_PROGRAM") else False
    script = handler_script(contents, declared)
    return None if script is None else script.defines("model_fn")


def why_default(contents: Contents, declared: Declaration) -> str:
    """Return why the default handler is used, as the beginning of a sentence."""
    path = declared.program or "code/inference.py"
    if path in contents.paths:
        return f"{path} defines no model_fn, so the default handler is used"
    name = path.rpartition("/")[2]
    strays = sorted(each for each in contents.paths if each.rpartition("/")[2] == name)
    found = f" (there is {strays[0]!r}, where nobody looks)" if strays else ""
    return f"{path} is missing{found}, so the default handler is used"
