"""cfn-lint beside our rules: what the CloudFormation schema and its own checks say of a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sagemaker_hosting.core.findings import Finding, Severity

_RULES: Final = "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md"
_SEVERITIES: Final = {"E": Severity.ERROR, "W": Severity.WARNING, "I": Severity.INFO}


def lint(path: str, types: dict[str, str] | None = None) -> Iterator[Finding]:
    """Yield what cfn-lint finds in the file ``path``.

    It reads the project's ``.cfnlintrc`` and the ``cfn-lint`` metadata of the template, so that
    what is ignored there stays ignored.

    Args:
        path: A template that can be read.
        types: The type of each resource by logical id. Default: not known.
    """
    from cfnlint.config import ConfigMixIn
    from cfnlint.runner import Runner

    config = ConfigMixIn(["--template", path])
    for match in Runner(config).run():
        yield _finding(match, path, types or {})


@cache
def describe(identity: str) -> tuple[str, str]:
    """Return title and description of a check of cfn-lint; empty when it has none of that id."""
    rule = _rules().get(identity)
    return (rule.shortdesc, rule.description) if rule is not None else ("", "")


@cache
def _rules() -> dict[str, Any]:
    from cfnlint.core import get_rules

    return dict(get_rules([], [], ["E", "W", "I"]).all_rules)


def _finding(match: Any, path: str, types: dict[str, str]) -> Finding:
    identity = match.rule.id
    resource, property = _place(getattr(match, "path", None) or ())
    url = match.rule.source_url or f"{_RULES}#{identity}"
    text = match.message.rstrip(".")
    return Finding(
        rule=identity,
        severity=_SEVERITIES.get(identity[:1], Severity.ERROR),
        message=" ".join(text.split()),
        fix="",
        source=url,
        url=url,
        resource=resource,
        resource_type=types.get(resource, ""),
        property=property,
        path=path,
        line=match.linenumber,
        column=match.columnnumber,
    )


def _place(path: Sequence[Any]) -> tuple[str, str]:
    """Return the logical id and the property that a path of cfn-lint leads to."""
    steps = [str(step) for step in path]
    if len(steps) < 2 or steps[0] != "Resources":
        return "", "/".join(steps)
    if len(steps) > 2 and steps[2] == "Properties":
        return steps[1], "/".join(steps[3:])
    return steps[1], "/".join(steps[2:])
