"""Durations as SageMaker takes them: back from the start of a job, in ISO 8601."""

from __future__ import annotations

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import minutes
from sagemaker_hosting.core.tokens import is_known


def back(duration: cdk.Duration | None, argument: str) -> str | None:
    """Return ``duration`` before the start of a job, such as ``-PT5H``; None of None.

    Raises:
        InvalidProps: When it is not in whole minutes.
    """
    amount = minutes(duration, argument)
    if amount is None:
        return None
    if not is_known(amount):
        return f"-PT{cdk.Tokenization.stringify_number(amount)}M"
    if amount % 60:
        return f"-PT{amount}M"
    days, rest = divmod(amount, 24 * 60)
    return f"-P{days}D" if days and not rest else f"-PT{amount // 60}H"
