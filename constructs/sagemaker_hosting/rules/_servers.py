"""Which model server an image runs."""

from __future__ import annotations

import re

from sagemaker_hosting.facts.images import Image


def is_triton(image: Image) -> bool:
    """Return whether the name of an image says that it runs Triton."""
    return "tritonserver" in image.repository


def triton_version(image: Image) -> tuple[int, int] | None:
    """Return the version of Triton in the tag, ``(23, 7)`` for ``23.07-py3``; None for none."""
    found = re.match(r"(\d{2})\.(\d{2})(?:-|$)", image.tag or "")
    return (int(found[1]), int(found[2])) if found is not None and is_triton(image) else None
