"""CloudWatch statistics: the five plain ones, and percentiles and their kin."""

from __future__ import annotations

import re
from typing import Final

from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

PLAIN: Final = frozenset({"Average", "Maximum", "Minimum", "SampleCount", "Sum"})
"""What goes into ``Statistic``; everything else is an ``ExtendedStatistic``."""

_SOURCE: Final = (
    "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html"
)
_NUMBER: Final = r"\d{1,3}(?:\.\d{1,10})?"
_RANGE: Final = rf"\((?:{_NUMBER}%?)?:(?:{_NUMBER}%?)?\)"
_PERCENTAGE: Final = r"(?:100(?:\.0{1,10})?|\d{1,2}(?:\.\d{1,10})?)"
_EXTENDED: Final = re.compile(rf"(?:p|tm|wm|tc|ts){_PERCENTAGE}|IQM|(?:TM|WM|PR|TC|TS){_RANGE}")


def check_statistic(statistic: str) -> None:
    """Refuse a statistic that CloudWatch does not have.

    Raises:
        InvalidProps: When it is none, or known only at deployment, where it can no longer be told
            which property of the alarm it belongs to.
    """
    if not is_known(statistic):
        raise InvalidProps(
            "the statistic of an alarm is known only at deployment",
            fix="pass a literal such as statistic='p99'",
            source=_SOURCE,
        )
    if statistic not in PLAIN and not _EXTENDED.fullmatch(statistic):
        raise InvalidProps(
            f"{statistic!r} is no statistic of CloudWatch",
            fix=f"pass {', '.join(sorted(PLAIN))}, or a percentile such as 'p99'",
            source=_SOURCE,
        )


def statistic_property(statistic: str) -> str:
    """Return the property of an alarm that ``statistic`` goes into."""
    return "Statistic" if statistic in PLAIN else "ExtendedStatistic"
