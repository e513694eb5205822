"""Write ``docs/rules``: a page for each rule, from the rule itself and its fixtures.

``make docs`` runs it; a test holds the pages equal to what it writes.
"""

from __future__ import annotations

import difflib
import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from sagemaker_hosting.artifact.check import check_contents
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.dockerfile.dockerfile import Dockerfile
from sagemaker_hosting.artifact.dockerfile.rule import DockerfileRule
from sagemaker_hosting.artifact.read.member import printable
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.artifact.training import read_project
from sagemaker_hosting.artifact.training.rule import TrainingRule
from sagemaker_hosting.cli.catalogue import ENGINE, every_rule
from sagemaker_hosting.cli.explain import cited, how_to_ignore, pages
from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.core.rule import BaseRule
from sagemaker_hosting.rules import AREAS, Rule, UpdateRule, check_template, check_update

ROOT = Path(__file__).parents[1]
_MOST_SHOWN = 12
FOLDER = ROOT / "docs" / "rules"
FIXTURES = ROOT / "tests" / "fixtures"


def rule_pages() -> Mapping[str, str]:
    """Return every page by its file name."""
    return {
        "README.md": _index(),
        **{f"{rule.id}.md": _page(rule) for rule in every_rule()},
    }


def write() -> None:
    """Write the pages, and take away those of rules that are gone."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    for name, text in rule_pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def _index() -> str:
    rules = every_rule()
    lines = [
        "# The rules",
        "",
        f"{len(rules)} rules. `sagemaker-hosting check --explain RULE` says the same on a",
        "terminal; [check.md](../check.md) is about the command.",
        "",
        "The facts under *Why* are in our words. DERIVED marks a conclusion, API MODEL and CFN",
        "what the service model or the CloudFormation schema adds, GUIDE ERROR what the guide has",
        "wrong.",
        "",
    ]
    for number, area in AREAS.items():
        own = [rule for rule in rules if rule.id[3:5] == number]
        rows = [(f"[{rule.id}]({rule.id}.md)", rule.severity.value, rule.title) for rule in own]
        if area == "engine":
            rows += [(identity, "", title) for identity, (title, _) in ENGINE.items()]
        if not rows:
            continue
        lines += [f"## {area.replace('_', ' ')}", "", "| rule | severity | |", "|---|---|---|"]
        lines += [f"| {identity} | {severity} | {title} |" for identity, severity, title in rows]
        lines.append("")
    return "\n".join(lines)


def _page(rule: BaseRule) -> str:
    types = " ".join(f"`{each}`" for each in getattr(rule, "resource_types", ()))
    lines = [
        f"# {rule.id}: {rule.title}",
        "",
        f"**{rule.severity}** {types}".rstrip(),
        "",
        " ".join(rule.rationale.split()),
        "",
        *_examples(rule),
        "## Why",
        "",
    ]
    for fact in cited(rule):
        where = "; ".join(part for part in (pages(fact), f"`{fact.id}`") if part)
        lines.append(f"- {fact.text} ({where})")
    lines += [
        "",
        f"See <{rule.url}>.",
        "",
        "## Where it is no mistake",
        "",
        "Say so with a reason, which the report shows:",
        "",
        *_acknowledgement(rule),
        "",
    ]
    return "\n".join(lines)


def _acknowledgement(rule: BaseRule) -> list[str]:
    if rule.id[3:5] == "07":
        return ["```text", *how_to_ignore(rule), "```"]
    return [
        "```yaml",
        "Metadata:",
        "  sagemaker-hosting:",
        "    ignore:",
        f"      - {{id: {rule.id}, reason: ...}}",
        "```",
        "",
        f"or `--ignore {rule.id}=...`, or in a CDK app",
        f"`cdk.Acknowledgment(id='sagemaker-hosting::{rule.id}', reason='...')`.",
    ]


def _examples(rule: BaseRule) -> Iterator[str]:
    """Yield a refused and an accepted example, and what is said of the refused one."""
    if isinstance(rule, Rule):
        bad, good = (_first(FIXTURES / "rules" / rule.id / kind) for kind in ("bad", "good"))
        if bad is not None:
            yield from _block("## Refused", "yaml", _yaml(bad))
            said = check_template(bad, rules=[rule])
            yield from _block("", "text", "\n".join(map(_said, said)))
        if good is not None:
            yield from _block("## Accepted", "yaml", _yaml(good))
    if isinstance(rule, UpdateRule):
        for heading, kind in (("## Refused", "bad"), ("## Accepted", "good")):
            step = _first_step(FIXTURES / "updates" / rule.id / kind)
            if step is None:
                continue
            old, new = step
            yield from _block(heading, "diff", _diff(old, new))
            said = check_update(old, new, rules=[rule])
            if said:
                yield from _block("", "text", "\n".join(map(_said, said)))
    if isinstance(rule, TrainingRule):
        yield from _training_examples(rule)
    if isinstance(rule, DockerfileRule):
        yield from _dockerfile_examples(rule)
    if isinstance(rule, ArtifactRule):
        yield from _artifact_examples(rule)


def _first_step(folder: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    case = min(folder.glob("*"), default=None)
    if case is None:
        return None
    old, new = (json.loads((case / f"{name}.json").read_text("utf-8")) for name in ("old", "new"))
    return old, new


def _diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    texts = [_yaml(template).splitlines() for template in (old, new)]
    lines = list(difflib.unified_diff(*texts, "deployed", "new", lineterm="", n=4))
    return "\n".join(lines or texts[0])


def _training_examples(rule: TrainingRule) -> Iterator[str]:
    for heading, kind in (("## Refused", "bad"), ("## Accepted", "good")):
        path = min((FIXTURES / "training" / rule.id / kind).iterdir())
        scripts = [path] if path.is_file() else sorted(path.rglob("*.py"))
        text = "\n".join(script.read_text(encoding="utf-8").strip() for script in scripts)
        yield from _block(heading, "text", re.sub(r"  # SMH\d{4}$", "", text, flags=re.MULTILINE))
        if kind == "bad":
            said = [f"{each.message}\n  fix: {each.fix}" for each in rule.check(read_project(path))]
            yield from _block("", "text", "\n".join(said))


def _dockerfile_examples(rule: DockerfileRule) -> Iterator[str]:
    from tests.artifact.test_dockerfile import MARK, use_of

    for heading, kind in (("## Refused", "bad"), ("## Accepted", "good")):
        path = min((FIXTURES / "dockerfile" / rule.id / kind).iterdir())
        text = path.read_text(encoding="utf-8")
        shown = [line for line in text.splitlines() if not MARK.match(line)]
        yield from _block(heading, "dockerfile", "\n".join(shown))
        dockerfile = Dockerfile(text, context=path.parent)
        said = [
            f"{each.message}\n  fix: {each.fix}" for each in rule.check(dockerfile, use_of(text))
        ]
        if said:
            yield from _block("", "text", "\n".join(said))


def _artifact_examples(rule: ArtifactRule) -> Iterator[str]:
    from tests.artifact.corpus.hostile import HARMLESS, HOSTILE
    from tests.artifact.corpus.mistakes import BAD, GOOD

    for heading, cases in (("## Refused", [*HOSTILE, *BAD]), ("## Accepted", [*HARMLESS, *GOOD])):
        case = next(each for each in cases if each.rule == rule.id)
        contents = case.contents()
        yield from _block(f"{heading}: {case.name}", "text", "\n".join(_members(contents)))
        said = [
            f"{each.path or case.called}: {each.message}\n  fix: {each.fix}"
            for each in check_contents(contents, case.declared, rules=[rule])
        ]
        if said:
            yield from _block("", "text", "\n".join(said))


def _members(contents: Contents) -> Iterator[str]:
    """Yield the names of the members, and what their texts say."""
    for member in contents.members[:_MOST_SHOWN]:
        yield f"{printable(member.name)}  {_size(member.size)}"
        text = contents.text(member.path)
        if text and len(text.splitlines()) <= _MOST_SHOWN:
            yield from (f"    {line[:90]}".rstrip() for line in text.splitlines())
    if len(contents.members) > _MOST_SHOWN:
        yield f"and {len(contents.members) - _MOST_SHOWN} more"
    if not contents.members:
        yield "no members"


def _size(size: int) -> str:
    return f"{size / 10**9:g} GB" if size >= 10**8 else f"{size} bytes"


def _first(folder: Path) -> dict[str, Any] | None:
    path = min(folder.glob("*.json"), default=None)
    return None if path is None else json.loads(path.read_text(encoding="utf-8"))


def _yaml(template: Mapping[str, Any]) -> str:
    shown = {key: value for key, value in template.items() if key != "Metadata"}
    text: str = yaml.safe_dump(shown, sort_keys=False, width=100, allow_unicode=True)
    return text.rstrip("\n")


def _said(finding: Finding) -> str:
    place = "/".join(part for part in (finding.resource, finding.property) if part)
    return f"{place}: {finding.message}\n  fix: {finding.fix}"


def _block(heading: str, language: str, text: str) -> Iterator[str]:
    if heading:
        yield from (heading, "")
    yield from (f"```{language}", text, "```", "")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))  # the corpus of artifacts is among the tests
    write()
