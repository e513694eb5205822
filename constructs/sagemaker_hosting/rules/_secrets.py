"""What looks like a secret that somebody wrote down."""

from __future__ import annotations

import re
from typing import Final

_SECRET: Final = re.compile(
    r"(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY)$", re.IGNORECASE
)
# Tokens of a vocabulary are no secrets.
_WORDS: Final = re.compile(
    r"(^|_)(bos|cls|end|eos|image|mask|max|pad|sep|special|start|stop|unk)_?token$", re.IGNORECASE
)
# An ARN, an S3 or parameter path, or a dynamic reference is a pointer, not the secret.
_REFERENCE: Final = re.compile(r"arn:|s3://|/|\{\{resolve:")


def is_secret(name: str, text: str) -> bool:
    """Return whether the variable ``name`` looks like a secret, and ``text`` is the secret."""
    if not _SECRET.search(name) or _WORDS.search(name):
        return False
    return bool(text) and not _REFERENCE.match(text)
