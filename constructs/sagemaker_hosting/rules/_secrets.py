"""What looks like a secret that somebody wrote down."""

from __future__ import annotations

import re
from typing import Final

_SECRET: Final = re.compile(
    r"(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)$", re.IGNORECASE
)
# An ARN, an S3 or parameter path, or a dynamic reference is a pointer, not the secret.
_REFERENCE: Final = re.compile(r"arn:|s3://|/|\{\{resolve:")


def is_secret(name: str, text: str) -> bool:
    """Return whether the variable ``name`` looks like a secret, and ``text`` is the secret."""
    return bool(_SECRET.search(name) and text and not _REFERENCE.match(text))
