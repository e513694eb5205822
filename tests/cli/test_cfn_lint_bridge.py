"""Our rules inside cfn-lint, by the real command, and the hook as pre-commit runs it."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from sagemaker_hosting import cfn_lint as bridge
from sagemaker_hosting.rules import all_rules, by_id
from tests.cli.support import NVME

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent


def test_cfn_lint_reports_our_findings(write: Callable[[str, str], Path]) -> None:
    path = write("t.yaml", NVME)
    command = [BIN / "cfn-lint", "--append-rules", "sagemaker_hosting.cfn_lint"]
    finished = subprocess.run(
        [*command, "--format", "json", "--", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    (match,) = json.loads(finished.stdout)
    assert match["Rule"]["Id"] == "E90305"
    assert match["Level"] == "Error"
    assert match["Rule"]["Source"] == by_id("SMH0305").url
    assert match["Location"]["Start"] == {"ColumnNumber": 11, "LineNumber": 10}
    assert match["Message"].endswith("(SMH0305)")
    assert finished.returncode == 2


def test_every_rule_is_there_once() -> None:
    wanted = {bridge.lint_id(rule) for rule in all_rules() if not rule.schema}
    there = [
        item.id
        for item in vars(bridge).values()
        if isinstance(item, type) and issubclass(item, bridge.CloudFormationLintRule) and item.id
    ]
    assert sorted(there) == sorted(wanted)
    assert bridge.lint_id(by_id("SMH0424")) == "W90424"


def test_the_hook_passes_over_what_is_no_template(write: Callable[[str, str], Path]) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["language"] == "python"
    assert hook["additional_dependencies"] == [".[cli]"]
    program, *arguments = shlex.split(hook["entry"])
    staged = [write("package.json", "{}"), write("t.yaml", NVME), write("ci.yml", "on: push\n")]
    finished = subprocess.run(
        [BIN / program, *arguments, *map(str, staged)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 1
    assert "SMH0305" in finished.stdout
    assert finished.stdout.endswith("1 error in 1 template\n")
