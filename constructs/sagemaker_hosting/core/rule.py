"""What every rule of the catalogue says about itself, whatever it looks at."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from types import ModuleType
from typing import ClassVar, Final, TypeVar

from sagemaker_hosting.core.findings import Finding, Severity

ENGINE_RULE: Final = "SMH0001"
"""The id of the finding that says a rule itself failed."""

_ID: Final = re.compile(r"SMH\d{4}")


class BaseRule:
    """One documented constraint. The docstring of a subclass says why it exists.

    A subclass in a module of its package is found by itself: there is no list to edit.

    Attributes:
        id: ``SMH``, two digits of the area (a folder), two digits. Never reused.
        title: The constraint in a few words, lower case.
        severity: How serious a finding is.
        facts: The ids of the facts that it enforces.
        pages: Pages of the SageMaker developer guide (the printed edition the facts cite).
        url: Where to read about it; ``https``.
        required: What a subclass has to state.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity] = Severity.ERROR
    facts: ClassVar[tuple[str, ...]]
    pages: ClassVar[tuple[int, ...]] = ()
    url: ClassVar[str]
    required: ClassVar[tuple[str, ...]] = ("id", "title", "severity", "facts", "url")

    def __init_subclass__(cls, *, abstract: bool = False) -> None:
        """Refuse a rule whose metadata is incomplete, unless it is a base for others."""
        super().__init_subclass__()
        if abstract:
            return
        missing = [name for name in cls.required if not getattr(cls, name, None)]
        if not (cls.__doc__ or "").strip():
            missing.append("docstring")
        if missing:
            raise TypeError(f"rule {cls.__qualname__} lacks {', '.join(missing)}")
        if not _ID.fullmatch(cls.id):
            raise TypeError(f"rule {cls.__qualname__}: id {cls.id!r} is not SMH and four digits")
        if not cls.url.startswith("https://"):
            raise TypeError(f"rule {cls.__qualname__}: url {cls.url!r} is not an https address")

    @property
    def rationale(self) -> str:
        """Return why the rule exists, in a sentence or two."""
        return inspect.cleandoc(type(self).__doc__ or "")

    @property
    def source(self) -> str:
        """Return where the constraint is documented, in one line."""
        if not self.pages:
            return self.url
        word = "page" if len(self.pages) == 1 else "pages"
        return f"developer guide {word} {', '.join(map(str, self.pages))}; {self.url}"

    def report(
        self,
        message: str,
        fix: str,
        *,
        resource: str = "",
        resource_type: str = "",
        property: str = "",
        path: str = "",
        line: int | None = None,
        column: int | None = None,
    ) -> Finding:
        """Return a finding of this rule.

        Args:
            message: What is wrong, with the value given. Lower case, no full stop.
            fix: What to write or do instead, in the words of the construct and of CloudFormation.
            resource: The logical id of the resource. Default: none.
            resource_type: The CloudFormation type of the resource. Default: none.
            property: The path of the property. Default: the whole resource.
            path: The file, or the member of an archive. Default: none.
            line: The line in the file, from 1. Default: not known.
            column: The column in the file, from 1. Default: not known.
        """
        return Finding(
            rule=self.id,
            severity=self.severity,
            message=message,
            fix=fix,
            source=self.source,
            url=self.url,
            facts=self.facts,
            resource=resource,
            resource_type=resource_type,
            property=property,
            path=path,
            line=line,
            column=column,
        )


_Rule = TypeVar("_Rule", bound=BaseRule)


def discover(package: ModuleType, kind: type[_Rule]) -> tuple[_Rule, ...]:
    """Return one instance of every rule of ``kind`` below ``package``, in the order of the ids.

    Raises:
        TypeError: If two rules share an id.
    """
    by_identity: dict[str, _Rule] = {}
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        for rule_class in rules_in(importlib.import_module(found.name), kind):
            twin = by_identity.get(rule_class.id)
            if twin is not None:
                raise TypeError(
                    f"{rule_class.__qualname__} and {type(twin).__qualname__} are both {twin.id}"
                )
            by_identity[rule_class.id] = rule_class()
    return tuple(by_identity[identity] for identity in sorted(by_identity))


def rules_in(module: ModuleType, kind: type[_Rule]) -> Iterator[type[_Rule]]:
    """Yield the rules that ``module`` itself defines; a base for others has no id."""
    for item in vars(module).values():
        if (
            inspect.isclass(item)
            and issubclass(item, kind)
            and item.__module__ == module.__name__
            and hasattr(item, "id")
        ):
            yield item
