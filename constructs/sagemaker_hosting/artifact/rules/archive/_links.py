"""Where links lead."""

from __future__ import annotations

import posixpath

from sagemaker_hosting.artifact.read.member import Kind, Member


def leads_outside(member: Member) -> bool:
    """Return whether a link leads out of the model directory."""
    if member.target.startswith("/"):
        return True
    # A symbolic link is read from where it stands, a hard link from the root.
    start = posixpath.dirname(member.path) if member.kind is Kind.SYMBOLIC_LINK else ""
    return posixpath.normpath(posixpath.join(start, member.target)).split("/")[0] == ".."
