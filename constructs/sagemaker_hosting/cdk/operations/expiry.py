"""Expiry: when something that costs money is deleted, should everybody forget it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sagemaker_hosting.core.errors import InvalidProps

SOURCE: Final = (
    "https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#one-time"
)
ADAPTERS_BEFORE: Final = timedelta(minutes=30)
"""How long before their base adapters are deleted."""
ENDPOINT_AFTER: Final = timedelta(hours=1)
"""How long after its components an endpoint is deleted."""


@dataclass(frozen=True, kw_only=True)
class Expiry:
    """When an endpoint is deleted, with the inference components on it.

    For endpoints of development and demonstrations, which are forgotten and cost money by the
    hour. EventBridge Scheduler calls ``DeleteEndpoint``, with a role that may do that and nothing
    else. CloudFormation is not told, so the stack still lists the endpoint afterwards; where a
    stack holds nothing else, a `StackExpiry` leaves nothing behind.

    Inference components go at that time, their adapters half an hour before, and the endpoint that
    hosted them an hour later, for it cannot be deleted while it has one.

    Attributes:
        at: The moment, with a time zone and in whole seconds. A fixed one: "in two weeks" would be
            another template at each synthesis.

    Raises:
        InvalidProps: When the moment has no time zone, or fractions of seconds.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DeleteEndpoint.html
    """

    at: datetime

    def __post_init__(self) -> None:
        """Refuse a moment that cannot be scheduled."""
        check_moment(self.at)

    @property
    def rendered(self) -> str:
        """What it says, to be compared with another."""
        return expression(self.at)

    @property
    def described(self) -> str:
        """What it says, in a message."""
        return self.at.isoformat()


def check_moment(at: object) -> None:
    """Refuse a moment that cannot be scheduled.

    Raises:
        InvalidProps: When it has no time zone, or fractions of seconds.
    """
    if not isinstance(at, datetime) or at.tzinfo is None or at.microsecond:
        raise InvalidProps(
            f"at is {at!r}, not a moment in whole seconds with a time zone",
            fix="pass at=datetime(2030, 1, 31, 18, tzinfo=timezone.utc) or another",
            source=SOURCE,
        )


def expression(at: datetime) -> str:
    """Return ``at`` as EventBridge Scheduler writes it, in UTC."""
    return f"at({at.astimezone(UTC):%Y-%m-%dT%H:%M:%S})"
