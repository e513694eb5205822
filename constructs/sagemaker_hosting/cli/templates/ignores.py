"""What a user decided to ignore, where, and why.

In a template, for all of it or for one resource::

    Metadata:
      sagemaker-hosting:
        ignore:
          - {id: SMH0207, reason: the tag is immutable in this repository}

An ignore without a reason, or of a rule that does not exist, is itself a finding; so is one that
nothing needs any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

KEY: Final = "sagemaker-hosting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignore:
    """A rule that does not count, in some place.

    Attributes:
        rule: The id of the rule.
        reason: Why; empty when none is given.
        resource: The logical id of the resource; empty for everywhere.
        construct: The construct path below which it holds; empty for everywhere.
        place: Where it is written, for messages.
    """

    rule: str
    reason: str
    resource: str = ""
    construct: str = ""
    place: str

    def covers(self, rule: str, resource: str, construct_path: str) -> bool:
        """Return whether a finding of ``rule`` at that place is ignored."""
        if self.rule != rule or not self.reason:
            return False
        if self.resource and self.resource != resource:
            return False
        return not self.construct or f"{construct_path}/".startswith(f"{self.construct}/")


def in_template(template: Mapping[str, Any]) -> Iterator[Ignore]:
    """Yield what the metadata of ``template`` and of its resources ignore."""
    yield from _listed(template.get("Metadata"), "", "the metadata of the template")
    resources = template.get("Resources")
    for logical_id, body in resources.items() if isinstance(resources, Mapping) else ():
        if isinstance(body, Mapping):
            yield from _listed(body.get("Metadata"), str(logical_id), f"{logical_id}/Metadata")


def acknowledged(known: Mapping[str, Mapping[str, str]]) -> Sequence[Ignore]:
    """Return what a CDK app acknowledged, by construct path."""
    return [
        Ignore(rule=rule, reason=reason, construct=path, place=f"the acknowledgement at {path}")
        for path, rules in known.items()
        for rule, reason in rules.items()
        if rule.startswith("SMH")
    ]


def _listed(metadata: Any, resource: str, place: str) -> Iterator[Ignore]:
    ours = metadata.get(KEY) if isinstance(metadata, Mapping) else None
    listed = ours.get("ignore") if isinstance(ours, Mapping) else None
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, Mapping):
            rule, reason = str(entry.get("id", "")), entry.get("reason")
        else:
            rule, reason = str(entry), None
        yield Ignore(
            rule=rule,
            reason=reason.strip() if isinstance(reason, str) else "",
            resource=resource,
            place=place,
        )
