"""What rules find in all scenarios of a template, told once and with the circumstances."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.template.exploration import Exploration
from sagemaker_hosting.template.resources import Resources
from sagemaker_hosting.template.scenario import Undecided

_Seen = Sequence[tuple[Resources, Sequence[Finding]]]


def explored(
    look: Callable[..., Sequence[Finding]], exploration: Exploration, question: Undecided
) -> Iterator[Finding]:
    """Yield what ``look`` finds in each scenario; what several of them give comes once.

    Args:
        look: Takes the resources of each template and returns findings about those of the last.
        exploration: The templates.
        question: What ``look`` asked where nothing was decided.
    """
    seen = [
        (worlds[-1], [_as_written(finding, worlds[-1]) for finding in found])
        for worlds, found in exploration.look(look, question)
    ]
    told: set[tuple[str, str]] = set()
    for _, findings in seen:
        for finding in findings:
            if _place(finding) not in told:
                yield _with_circumstances(finding, seen)
        told |= set(map(_place, findings))


def _as_written(finding: Finding, resources: Resources) -> Finding:
    try:
        path = resources.written_path(finding.resource, finding.property)
    except Undecided:  # the finding does not depend on the choice that lies on the way
        return finding
    return replace(finding, property=path)


def _with_circumstances(finding: Finding, seen: _Seen) -> Finding:
    """Return ``finding`` with the conditions that all scenarios with it, and no other, share."""
    place = _place(finding)
    having = [world for world, found in seen if place in map(_place, found)]
    others = [world for world, found in seen if world not in having]
    shared = [
        f"{name} is {str(answer).lower()}"
        for name, answer in having[0].scenario.answers.items()
        if all(world.scenario.answers.get(name) is answer for world in having)
        and any(world.scenario.answers.get(name) is not answer for world in others)
    ]
    if not shared:
        return finding
    return replace(finding, message=f"{finding.message} (when {' and '.join(shared)})")


def _place(finding: Finding) -> tuple[str, str]:
    return finding.resource, finding.property
