"""When a shadow test runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._times import utc
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::InferenceExperiment"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExperimentSchedule.html"
)


@dataclass(frozen=True, kw_only=True)
class ShadowTestSchedule:
    """When a shadow test starts and ends: an hour later at the earliest, 30 days at the latest.

    While it waits both can be moved, while it runs the end alone.

    Attributes:
        start: A time with its time zone, or ISO 8601 text such as ``2027-03-01T08:00:00Z``.
            Default: when it is deployed.
        end: The same. Default: 7 days after the start.

    Raises:
        InvalidProps: When a time is none or has no time zone, or when the test would be too short
            or too long.

    Source: developer guide pages 353 and 356;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExperimentSchedule.html
    """

    start: datetime | str | None = None
    end: datetime | str | None = None

    def __post_init__(self) -> None:
        """Have the rules look at the schedule where it is written."""
        enforce(_TYPE, {"Schedule": self.render()}, partial=True)

    def render(self) -> Properties:
        """Return ``Schedule`` of an inference experiment, in UTC."""
        return {
            "StartTime": utc(self.start, "start", _SOURCE),
            "EndTime": utc(self.end, "end", _SOURCE),
        }
