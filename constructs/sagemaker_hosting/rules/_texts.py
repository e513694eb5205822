"""Text that is partly known: literal pieces around what CloudFormation fills in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.images import Image, parse_image
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.template.view import Resource, View

PLACEHOLDER = "${?}"

_TOKEN: Final = re.compile(r"\$\{Token\[[^\]]*\]\}")


def outline(raw: Any) -> str | None:
    """Return a text with ``${...}`` for each piece that is not known; None when nothing is known.

    ``{"Fn::Sub": "s3://${Bucket}/a.tar.gz"}`` and the same with ``Fn::Join`` both give
    ``s3://${...}/a.tar.gz``.
    """
    if isinstance(raw, str):
        # What the CDK has not resolved yet stands where Fn::Join will have a reference.
        text = _TOKEN.sub(PLACEHOLDER, raw)
        return text if text != PLACEHOLDER and is_known(text) else None
    if not isinstance(raw, dict) or len(raw) != 1:
        return None
    ((function, argument),) = raw.items()
    if function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        return re.sub(r"\$\{(?!!)[^}]*\}", PLACEHOLDER, text) if isinstance(text, str) else None
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        separator, pieces = argument
        if isinstance(separator, str) and isinstance(pieces, list):
            return separator.join(outline(piece) or PLACEHOLDER for piece in pieces)
    return None


def image_of(container: View) -> Image | None:
    """Return the ECR image of a container, as far as its address is known."""
    address = outline(container.get("Image").raw)
    return parse_image(address) if address is not None else None


def is_of_this_account(raw: Any) -> bool:
    """Return whether an image address certainly starts with the account of the stack itself."""
    if not isinstance(raw, dict) or len(raw) != 1:
        return False
    ((function, argument),) = raw.items()
    if function == "Fn::Sub":
        text = argument[0] if isinstance(argument, list) and argument else argument
        return isinstance(text, str) and text.startswith("${AWS::AccountId}.")
    if function == "Fn::Join" and isinstance(argument, list) and len(argument) == 2:
        pieces = argument[1]
        return isinstance(pieces, list) and pieces[:1] == [{"Ref": "AWS::AccountId"}]
    return False


def images_of(model: Resource) -> Iterator[Image]:
    """Yield the ECR images of the containers of ``model`` whose address is known."""
    for container in containers(model):
        image = image_of(container)
        if image is not None:
            yield image
