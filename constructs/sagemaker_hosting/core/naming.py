"""Names that SageMaker accepts, made the same way at every synthesis."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Final

MAX_NAME_LENGTH: Final = 63
_DIGEST_LENGTH: Final = 8
_NAME: Final = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*")

_PLAIN: Final = re.compile(r"[a-zA-Z0-9]+")


def is_name(text: str, *, max_length: int = MAX_NAME_LENGTH) -> bool:
    """Return whether ``text`` is a name for an endpoint or a variant.

    1 to 63 ASCII letters, digits and inner hyphens (API: ``CreateEndpoint.EndpointName``).

    Args:
        text: The name.
        max_length: How long it may be, for what may have longer ones. Default: 63.
    """
    return len(text) <= max_length and _NAME.fullmatch(text) is not None


def name_from_path(parts: Sequence[str], *, max_length: int = MAX_NAME_LENGTH) -> str:
    """Return a name for the construct path ``parts``: readable, unique, not too long.

    Characters that SageMaker refuses become hyphens. A path that is too long, or that has more in
    it than letters and digits (so that two paths could meet in one name), carries 8 hexadecimal
    digits of its SHA-256; a long one keeps its beginning and its end around them.
    """
    readable = re.sub(r"[^a-zA-Z0-9]+", "-", "-".join(parts)).strip("-")
    if all(_PLAIN.fullmatch(part) for part in parts) and len(readable) <= max_length:
        return readable
    digest = hashlib.sha256("/".join(parts).encode()).hexdigest()[:_DIGEST_LENGTH]
    room = max_length - _DIGEST_LENGTH - 2
    if len(readable) <= room:
        return f"{readable}-{digest}" if readable else digest
    head, tail = room - room // 3, room // 3
    return "-".join((readable[:head].strip("-"), digest, readable[-tail:].strip("-")))
