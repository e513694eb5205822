"""Saying no where saying nothing would take a default."""

from __future__ import annotations

import enum


class Explicit(enum.Enum):
    """What is said on purpose, where leaving an argument out would take the organisation's default.

    ``NONE``: none, whatever the default is: ``hosting.Model(..., vpc=hosting.Explicit.NONE)`` is in
    no VPC although the scope has one.
    """

    NONE = "none"
