"""What a rule reports: one finding, with where it is, how to mend it and who says so."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Severity(enum.StrEnum):
    """How certain it is that the declaration is a mistake.

    - ``error``: SageMaker refuses it, or accepts it and it can never do what it says.
    - ``warning``: it deploys, and is probably not what was meant.
    - ``info``: worth knowing.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with one resource.

    Attributes:
        rule: The id of the rule, ``SMH0301``.
        severity: How serious it is.
        message: What is wrong, with the value given. Lower case, no full stop.
        fix: What to write or do instead.
        source: Where the constraint is documented, ready to print.
        url: The ``https`` address of the documentation.
        facts: The ids of the facts that the rule enforces.
        resource: The logical id of the resource; empty for a lone fragment.
        resource_type: The CloudFormation type of the resource.
        property: The path of the property, ``ProductionVariants/0/KmsKeyId``; empty for the
            resource as a whole.
        path: The file that was checked, or the member of an archive; empty where there is none.
        line: The line in that file, from 1; None where it is not known.
        column: The column in that line, from 1; None where it is not known.
    """

    rule: str
    severity: Severity
    message: str
    fix: str
    source: str
    url: str
    facts: tuple[str, ...] = ()
    resource: str = ""
    resource_type: str = ""
    property: str = ""
    path: str = ""
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return the finding on one line: where, rule, message."""
        where = "/".join(part for part in (self.resource, self.property) if part)
        return f"{where or self.resource_type}: {self.rule} {self.severity}: {self.message}"
