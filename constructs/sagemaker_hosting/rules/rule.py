"""The shape of a rule: what it is about as class attributes, what it checks as one generator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar, Final, Literal

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.view import Resource, Value, View

_ID: Final = re.compile(r"SMH\d{4}")


class Rule:
    """One documented constraint. The docstring of a subclass says why it exists.

    A subclass in a module below this folder is found by itself: there is no list to edit. Values
    are read through ``Resource``, and what is not known is never reported.

    Attributes:
        id: ``SMH``, two digits of the area (a folder of ``rules``), two digits. Never reused.
        title: The constraint in a few words, lower case.
        severity: How serious a finding is.
        resource_types: The CloudFormation types that the rule looks at.
        facts: The ids of the facts that it enforces.
        pages: Pages of the SageMaker developer guide (the printed edition the facts cite).
        url: Where to read about it; ``https``.
        schema: Whether the CloudFormation schema refuses this too. Such a rule gives the caller of
        a
            construct the error at the line that is wrong; over whole templates it stays silent.
        needs: ``complete`` when the absence of a top-level property is what it reports, so that it
            must not see a fragment of a resource.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    resource_types: ClassVar[tuple[str, ...]]
    facts: ClassVar[tuple[str, ...]]
    pages: ClassVar[tuple[int, ...]] = ()
    url: ClassVar[str]
    schema: ClassVar[bool] = False
    needs: ClassVar[Literal["fragment", "complete"]] = "fragment"

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        """Refuse a rule whose metadata is incomplete, unless it is a base for others."""
        super().__init_subclass__()
        if abstract:
            return
        missing = [
            name
            for name in ("id", "title", "severity", "resource_types", "facts", "url")
            if not getattr(cls, name, None)
        ]
        if not (cls.__doc__ or "").strip() or cls.__doc__ is Rule.__doc__:
            missing.append("docstring")
        if missing:
            raise TypeError(f"rule {cls.__qualname__} lacks {', '.join(missing)}")
        if not _ID.fullmatch(cls.id):
            raise TypeError(f"rule {cls.__qualname__}: id {cls.id!r} is not SMH and four digits")
        if not cls.url.startswith("https://"):
            raise TypeError(f"rule {cls.__qualname__}: url {cls.url!r} is not an https address")

    @property
    def source(self) -> str:
        """Return where the constraint is documented, in one line."""
        if not self.pages:
            return self.url
        word = "page" if len(self.pages) == 1 else "pages"
        return f"developer guide {word} {', '.join(map(str, self.pages))}; {self.url}"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each thing that is wrong with ``resource``."""
        raise NotImplementedError

    def finding(
        self, resource: Resource, at: Value | View | str, message: str, fix: str
    ) -> Finding:
        """Return a finding about the property ``at`` of ``resource``.

        Args:
            resource: The resource that is wrong.
            at: The value or part that is wrong, or its path; empty for the whole resource.
            message: What is wrong, with the value given. Lower case, no full stop.
            fix: What to write or do instead, in the words of the construct and of CloudFormation.
        """
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            fix=fix,
            source=self.source,
            url=self.url,
            facts=self.facts,
            resource=resource.logical_id,
            resource_type=resource.type,
            property=at if isinstance(at, str) else at.path,
        )
