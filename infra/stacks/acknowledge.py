"""Findings of the security packs that are right as they are, each with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import aws_cdk as cdk
from constructs import IConstruct

REGULATIONS: Final = ("NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
"""The packs that share their rules with one another."""


def acknowledge(construct: IConstruct, reason: str, *, rules: Sequence[str]) -> None:
    """Acknowledge findings on a construct and what is below it.

    Args:
        construct: The narrowest construct that has the findings.
        reason: Why it is right as it is; ends up in the validation report.
        rules: Rule ids. One without a pack is that of all three `REGULATIONS`.
    """
    ids = [
        id
        for rule in rules
        for id in ([rule] if "-" in rule else [f"{pack}-{rule}" for pack in REGULATIONS])
    ]
    cdk.Validations.of(construct).acknowledge(
        *(cdk.Acknowledgment(id=id, reason=reason) for id in ids)
    )
