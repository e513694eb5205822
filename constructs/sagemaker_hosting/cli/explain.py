"""What a rule is about, for somebody who has just met it."""

from __future__ import annotations

import textwrap

from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule
from sagemaker_hosting.cli import catalogue
from sagemaker_hosting.core.rule import BaseRule
from sagemaker_hosting.facts.documented import Fact, documented_facts

WIDTH = 96
_ARTIFACT = "07"


def explain(identity: str) -> str | None:
    """Return title, reason, facts and how to ignore it; None when there is no such rule."""
    rule = catalogue.find(identity)
    if rule is not None:
        return _ours(rule)
    title, rationale = catalogue.describe(identity)
    if not title:
        return None
    return f"{identity}  {title}\n\n{_wrapped(rationale)}"


def cited(rule: BaseRule) -> list[Fact]:
    """Return the facts that ``rule`` enforces, as far as they are documented here."""
    known = documented_facts()
    return [known[fact] for fact in rule.facts if fact in known]


def pages(fact: Fact) -> str:
    """Return where a fact is documented, for a reader."""
    numbers = [str(page) for page in fact.pages if isinstance(page, int)]
    others = [str(page) for page in fact.pages if not isinstance(page, int)]
    word = "page" if len(numbers) == 1 else "pages"
    guide = [f"developer guide {word} {', '.join(numbers)}"] if numbers else []
    return "; ".join([*guide, *others])


def _ours(rule: BaseRule) -> str:
    lines = [f"{rule.id}  {rule.title}  ({rule.severity})", "", _wrapped(rule.rationale)]
    types = getattr(rule, "resource_types", ())
    if types:
        lines += ["", "looks at", *(f"  {each}" for each in types)]
    lines += ["", "the facts"]
    for fact in cited(rule):
        lines.append(_wrapped(f"{fact.text} ({pages(fact) or fact.id})", "  - ", "    "))
    lines += ["", "see", f"  {rule.url}", "", "to ignore it where it is no mistake"]
    lines += [f"  {line}" for line in how_to_ignore(rule)]
    return "\n".join(lines)


def how_to_ignore(rule: BaseRule) -> list[str]:
    """Return the lines that say, in each place, that a finding of ``rule`` is no mistake."""
    if rule.id[3:5] == _ARTIFACT:
        command = f"sagemaker-hosting artifact check --ignore {rule.id}='the reason' ..."
        return [
            *([] if isinstance(rule, DockerfileRule) else [command]),
            "cdk.Annotations.of(model).acknowledge_warning(",
            f"    'sagemaker-hosting::{rule.id}', 'the reason')  # a warning; errors are refused",
        ]
    return [
        f"sagemaker-hosting check --ignore {rule.id}='the reason' ...",
        f"Metadata: {{sagemaker-hosting: {{ignore: [{{id: {rule.id}, reason: ...}}]}}}}",
        "cdk.Validations.of(construct).acknowledge(",
        f"    cdk.Acknowledgment(id='sagemaker-hosting::{rule.id}', reason='...'))",
    ]


def _wrapped(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        " ".join(text.split()), WIDTH, initial_indent=first, subsequent_indent=rest
    )
