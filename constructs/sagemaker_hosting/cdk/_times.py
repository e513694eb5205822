"""Moments as AWS takes them: in UTC, from a datetime with its time zone or from ISO 8601 text."""

from __future__ import annotations

from datetime import UTC, datetime

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known


def utc(given: datetime | str | None, argument: str, source: str) -> str | None:
    """Return ``given`` as ``2027-03-01T08:00:00Z``; a token and None as they are.

    Raises:
        InvalidProps: When it is no time, or has no time zone.
    """
    if given is None or (isinstance(given, str) and not is_known(given)):
        return given
    moment = _parsed(given) if isinstance(given, str) else given
    if not isinstance(moment, datetime) or moment.tzinfo is None:
        raise InvalidProps(
            f"{argument} {str(given)!r} "
            + ("does not say in which time zone" if isinstance(moment, datetime) else "is no time"),
            fix=f"pass {argument}=datetime(2027, 3, 1, 8, tzinfo=UTC) or "
            f"{argument}='2027-03-01T08:00:00Z'",
            source=source,
        )
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _parsed(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
