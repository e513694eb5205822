"""Checking template files: read, run the rules, say where, leave out what is ignored."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sagemaker_hosting.cli import catalogue, cfn_lint
from sagemaker_hosting.cli.report import Entry, Report
from sagemaker_hosting.cli.templates import ignores
from sagemaker_hosting.cli.templates.file import TemplateFile, Twice, Unreadable, read
from sagemaker_hosting.cli.templates.find import Candidate, candidates
from sagemaker_hosting.cli.templates.ignores import Ignore
from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules import Rule, all_rules, check_template, check_update

_DOCUMENTED = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html"


def check_paths(
    paths: Iterable[Path],
    *,
    with_cfn_lint: bool = True,
    skip_others: bool = False,
    ignored: Sequence[Ignore] = (),
    region: str | None = None,
) -> Report:
    """Check the templates that ``paths`` stand for.

    Args:
        paths: Files, directories, cloud assemblies.
        with_cfn_lint: Whether cfn-lint runs beside our rules. Default: it does.
        skip_others: Whether a named file that is no template is passed over. Default: it is an
            error.
        ignored: What is ignored in all of them. Default: nothing.
        region: The Region that they are deployed to. Default: the one that their cloud assembly
            says.
    """
    entries: list[Entry] = []
    checked: list[str] = []
    given = _Ignores(ignored)
    for candidate in _once(each for path in paths for each in candidates(path)):
        try:
            file = read(candidate.path)
        except Unreadable as problem:
            if candidate.named or _looks_like_a_template(candidate.path):
                checked.append(str(candidate.path))
                entries.append(Entry(finding=_unreadable(problem, str(candidate.path))))
            continue
        if file is None:
            if candidate.named and not skip_others:
                checked.append(str(candidate.path))
                entries.append(Entry(finding=_no_template(str(candidate.path))))
            continue
        checked.append(file.path)
        place = region or candidate.region
        findings = _findings(file, with_cfn_lint=with_cfn_lint, region=place)
        local = _Ignores(
            [*ignores.in_template(file.template), *ignores.acknowledged(candidate.acknowledged)]
        )
        entries += _entries(file, findings, local, given)
    entries += [Entry(finding=each) for each in given.complaints("", None)]
    return Report(entries=entries, checked=checked)


def check_against(old: Path, new: Path, *, ignored: Sequence[Ignore] = ()) -> Report:
    """Check what an update of the stack from template ``old`` to ``new`` does.

    Only what lies between the two is reported, at its place in the new one.

    Args:
        old: The template that is deployed.
        new: The template to deploy.
        ignored: What is ignored. Default: nothing.
    """
    files: list[TemplateFile] = []
    entries: list[Entry] = []
    for path in (old, new):
        try:
            file = read(path)
        except Unreadable as problem:
            entries.append(Entry(finding=_unreadable(problem, str(path))))
            continue
        if file is None:
            entries.append(Entry(finding=_no_template(str(path))))
        else:
            files.append(file)
    if entries:
        return Report(entries=entries, checked=[str(old), str(new)])
    before, after = files
    given = _Ignores(ignored)
    local = _Ignores(list(ignores.in_template(after.template)), complain=False)
    found = [_placed(after, each) for each in check_update(before.template, after.template)]
    entries += _entries(after, found, local, given)
    entries += [Entry(finding=each) for each in given.complaints("", None)]
    return Report(entries=entries, checked=[str(old), str(new)])


class _Ignores:
    """Ignores, and whether each of them was needed."""

    def __init__(self, listed: Iterable[Ignore], *, complain: bool = True) -> None:
        self._listed = list(listed)
        self._needed: set[int] = set()
        self._complain = complain

    def reason(self, rule: str, resource: str, construct_path: str) -> str:
        """Return why a finding is ignored; empty when it is not."""
        found = ""
        for index, ignore in enumerate(self._listed):
            if ignore.covers(rule, resource, construct_path):
                self._needed.add(index)
                found = found or ignore.reason
        return found

    def complaints(self, path: str, file: TemplateFile | None) -> Iterator[Finding]:
        """Yield what is wrong with the ignores themselves."""
        for index, ignore in enumerate(self._listed):
            if not self._complain or (ignore.construct and not ignore.reason):
                continue
            line, column = file.position(ignore.resource) if file is not None else (None, None)
            if not catalogue.exists(ignore.rule):
                problem = ("SMH0003", f"there is no rule {ignore.rule!r} to ignore")
                fix = "list the ids with: sagemaker-hosting rules"
            elif not ignore.reason:
                problem = ("SMH0003", f"{ignore.rule} is ignored without a reason")
                fix = "say why it is no mistake here: reason: ..."
            elif index not in self._needed and not ignore.construct and _ran(ignore.rule):
                problem = ("SMH0004", f"{ignore.rule} is ignored and finds nothing")
                fix = "take the ignore away"
            else:
                continue
            identity, message = problem
            yield _own(
                identity,
                Severity.INFO if identity == "SMH0004" else Severity.ERROR,
                f"{message} ({ignore.place})",
                fix,
                path,
                line,
                column,
                resource=ignore.resource,
            )


def _ran(rule: str) -> bool:
    """Return whether ``rule`` looks at a template alone, and so has had its chance."""
    return isinstance(catalogue.find(rule), Rule)


def _findings(file: TemplateFile, *, with_cfn_lint: bool, region: str | None) -> list[Finding]:
    """Return what is wrong with one template, each finding with its position.

    Our rules that repeat the schema give way to cfn-lint, which says the same.
    """
    rules = None if with_cfn_lint else all_rules()
    raw = check_template(file.template, rules=rules, region=region)
    found = [_placed(file, each) for each in raw]
    found += [_twice(file.path, each) for each in file.twice]
    if with_cfn_lint:
        found += cfn_lint.lint(file.path, _types(file.template))
    return found


def _placed(file: TemplateFile, finding: Finding) -> Finding:
    line, column = file.position(finding.resource, finding.property)
    return dataclasses.replace(finding, path=file.path, line=line, column=column)


def _entries(
    file: TemplateFile, findings: Iterable[Finding], local: _Ignores, given: _Ignores
) -> Iterator[Entry]:
    resources = _resources(file.template)
    for finding in findings:
        where = _construct_path(resources.get(finding.resource))
        reason = local.reason(finding.rule, finding.resource, where)
        reason = reason or given.reason(finding.rule, finding.resource, where)
        yield Entry(finding=finding, construct_path=where, reason=reason)
    for complaint in local.complaints(file.path, file):
        yield Entry(finding=complaint)


def _unreadable(problem: Unreadable, path: str) -> Finding:
    line, column = problem.position or (None, None)
    return _own("SMH0002", Severity.ERROR, problem.message, problem.fix, path, line, column)


def _twice(path: str, twice: Twice) -> Finding:
    line, column = twice.position
    return _own(
        "SMH0005",
        Severity.WARNING,
        f"the key {twice.key!r} is there twice in one map, and the last one counts",
        "keep one of the two",
        path,
        line,
        column,
    )


def _no_template(path: str) -> Finding:
    return _own(
        "SMH0002",
        Severity.ERROR,
        "the file is no CloudFormation template: it has no Resources with a Type",
        "name a template, or pass over what is none with --skip-others",
        path,
        1,
        1,
    )


def _own(
    rule: str,
    severity: Severity,
    message: str,
    fix: str,
    path: str,
    line: int | None,
    column: int | None,
    *,
    resource: str = "",
) -> Finding:
    """Return a finding of the check itself."""
    return Finding(
        rule=rule,
        severity=severity,
        message=message,
        fix=fix,
        source=_DOCUMENTED,
        url=_DOCUMENTED,
        path=path,
        line=line,
        column=column,
        resource=resource,
    )


def _once(found: Iterable[Candidate]) -> Iterator[Candidate]:
    seen: set[Path] = set()
    for candidate in found:
        key = candidate.path.absolute()
        if key not in seen:
            seen.add(key)
            yield candidate


def _looks_like_a_template(path: Path) -> bool:
    """Return whether a file that cannot be read, found in a directory, is worth a finding."""
    try:
        with path.open("rb") as file:
            head = file.read(65536)
    except OSError:
        return False
    return b"AWSTemplateFormatVersion" in head or (b"Resources" in head and b"AWS::" in head)


def _resources(template: Mapping[str, Any]) -> Mapping[str, Any]:
    found = template.get("Resources")
    return found if isinstance(found, Mapping) else {}


def _types(template: Mapping[str, Any]) -> dict[str, str]:
    return {
        name: body["Type"]
        for name, body in _resources(template).items()
        if isinstance(body, Mapping) and isinstance(body.get("Type"), str)
    }


def _construct_path(body: Any) -> str:
    metadata = body.get("Metadata") if isinstance(body, Mapping) else None
    path = metadata.get("aws:cdk:path") if isinstance(metadata, Mapping) else None
    return path if isinstance(path, str) else ""
