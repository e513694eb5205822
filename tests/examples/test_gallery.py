"""The gallery as a reader meets it: small apps without escape hatches, explained and drawn."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.examples.conftest import GALLERY, OPTIONS, ROOT, templates_of

sys.path.insert(0, str(GALLERY))

import readmes

SNAPSHOTS = Path(__file__).parent / "snapshots"
# What the issue names, in the guide's own terms.
NAMED = {
    "adapters",
    "all-at-once",
    "asynchronous",
    "asynchronous-scale-to-zero",
    "autoscaling",
    "batch-transform",
    "canary",
    "capacity-reservation",
    "components-scale-to-zero",
    "core-dump",
    "dashboard",
    "data-capture",
    "djl-serving",
    "expiry",
    "explainability",
    "graviton",
    "imports",
    "inference-ami",
    "inference-components",
    "inference-pipeline",
    "inferentia",
    "instance-pools",
    "jumpstart-hub",
    "large-model",
    "linear",
    "local-model",
    "log-retention",
    "metrics-config",
    "model-monitoring",
    "model-package",
    "model-package-group",
    "multi-container",
    "multi-model",
    "multi-model-gpu",
    "off-hours",
    "organisation-defaults",
    "private-access",
    "private-registry",
    "real-time",
    "rollback-alarms",
    "rolling",
    "routing",
    "serverless",
    "serverless-provisioned-concurrency",
    "shadow-test",
    "shadow-variants",
    "ssm-access",
    "stateful-sessions",
    "torchserve",
    "triton",
    "uncompressed-model",
    "variants",
    "vpc",
}
ESCAPES = {
    "add_deletion_override",
    "add_override",
    "add_property_deletion_override",
    "add_property_override",
    "default_child",
    "find_child",
    "try_find_child",
}


def source(option: str) -> str:
    return (GALLERY / option / "app.py").read_text(encoding="utf-8")


def readme(option: str) -> str:
    return (GALLERY / option / "README.md").read_text(encoding="utf-8")


def test_every_option_has_an_app() -> None:
    assert sorted(NAMED - set(OPTIONS)) == []


@pytest.mark.parametrize("option", OPTIONS)
def test_an_app_is_small(option: str) -> None:
    lines = [line for line in source(option).splitlines() if line.strip()]
    assert 15 <= len(lines) <= 40


@pytest.mark.parametrize("option", OPTIONS)
def test_an_app_uses_the_typed_constructs_alone(option: str) -> None:
    """No L1 resource, no override, nothing private, and no other package."""
    tree = ast.parse(source(option))
    names = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    attributes = [node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)]
    imports = [
        (node.module if isinstance(node, ast.ImportFrom) else alias.name, alias.name)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    ]
    used = {*names, *attributes, *(name for _, name in imports)}
    assert sorted(name for name in used if name.startswith("Cfn") and name != "CfnOutput") == []
    assert sorted(used & (ESCAPES | {"getattr", "exec", "eval"})) == []
    assert sorted(name for name in attributes if name.startswith("_")) == []
    allowed = {"aws_cdk", "sagemaker_hosting", *sys.stdlib_module_names}
    assert {str(module).split(".")[0] for module, _ in imports} <= allowed
    assert {str(module) for module, _ in imports if str(module).startswith("sagemaker")} == {
        "sagemaker_hosting"
    }


def test_the_apps_are_typed(tmp_path: Path) -> None:
    """As strictly as the library itself; mypy wants names that are no folder's."""
    for option in OPTIONS:
        (tmp_path / f"{option.replace('-', '_')}.py").write_text(source(option))
    command = ["mypy", "--strict", "--no-error-summary", "--cache-dir", str(ROOT / ".mypy_cache")]
    result = subprocess.run(
        [sys.executable, "-m", *command, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout + result.stderr == ""
    assert result.returncode == 0


@pytest.mark.parametrize("option", OPTIONS)
def test_an_app_says_where_it_runs_and_has_the_rules_look(option: str) -> None:
    assert 'cdk.Environment(account="111111111111", region="eu-west-1")' in source(option)
    assert "add_plugins(hosting.HostingRules())" in source(option)
    assert source(option).endswith("app.synth()\n")


@pytest.mark.parametrize("option", OPTIONS)
def test_the_template_of_an_option(
    option: str, gallery: Path, request: pytest.FixtureRequest
) -> None:
    """To accept a change: ``pytest tests/examples --snapshot-update``; then review the diff."""
    templates = templates_of(gallery, option)
    folder = SNAPSHOTS / option
    if request.config.getoption("update_snapshots"):
        folder.mkdir(exist_ok=True)
        for stale in set(folder.iterdir()) - {folder / name for name in templates}:
            stale.unlink()
        for name, template in templates.items():
            (folder / name).write_text(json.dumps(template, indent=2, sort_keys=True) + "\n")
    assert templates
    assert templates == templates_of(SNAPSHOTS, option)


def test_every_snapshot_is_of_an_option() -> None:
    assert sorted(path.name for path in SNAPSHOTS.iterdir()) == OPTIONS


def test_two_syntheses_are_byte_identical(gallery: Path, again: Path) -> None:
    def contents(folder: Path) -> dict[str, bytes]:
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*.template.json")
        }

    first, second = contents(gallery), contents(again)
    assert first.keys() == second.keys()
    assert [name for name in first if first[name] != second[name]] == []


def test_nothing_of_this_machine_is_in_a_template(gallery: Path) -> None:
    written = [path.read_text(encoding="utf-8") for path in gallery.rglob("*.template.json")]
    assert not any(str(ROOT) in text or sys.prefix in text for text in written)


@pytest.mark.parametrize("option", OPTIONS)
def test_a_readme_explains_and_draws(option: str, gallery: Path) -> None:
    """The diagram is that of the template: ``make docs``."""
    text = readme(option)
    templates = sorted((gallery / option).glob("*.template.json"))
    assert readmes.with_diagram(text, templates) == text
    explanation = readmes.DIAGRAM.sub("", text).strip().splitlines()
    assert explanation[0].startswith("# ")
    assert 3 <= len(explanation) <= 14


NODE = re.compile(r' {4}(\w+\d)(\["[^"#;`]+"\]|\(\["[^"#;`]+"\]\))')
EDGE = re.compile(r" {4}(\w+) --> (\w+)")


@pytest.mark.parametrize("option", OPTIONS)
def test_a_diagram_is_well_formed_and_can_be_read_at_a_glance(option: str) -> None:
    for drawn in readmes.DIAGRAM.findall(readme(option)):
        fence, header, *lines, end = drawn.splitlines()
        assert (fence, header, end) == ("```mermaid", "flowchart LR", "```")
        nodes = [match[1] for line in lines if (match := NODE.fullmatch(line))]
        edges = [match.groups() for line in lines if (match := EDGE.fullmatch(line))]
        assert len(nodes) + len(edges) == len(lines)
        assert len(set(nodes)) == len(nodes) <= 20
        assert len(set(edges)) == len(edges)
        assert {end for edge in edges for end in edge} <= set(nodes)


def test_each_option_is_in_the_index_once() -> None:
    listed = [option for group in readmes.GROUPS.values() for option in group]
    assert sorted(listed) == OPTIONS


def test_the_index_is_in_step() -> None:
    text = (GALLERY / "README.md").read_text(encoding="utf-8")
    assert readmes.with_index(text) == text


@pytest.mark.parametrize("option", OPTIONS)
def test_a_line_of_the_index(option: str) -> None:
    line = readmes.sentence(GALLERY / option / "app.py")
    assert line.endswith(".")
    assert 20 <= len(line) <= 120


def test_the_model_beside_the_app_answers_as_its_readme_says(tmp_path: Path) -> None:
    (command,) = re.findall(r"^\$ (sagemaker-hosting .*)$", readme("local-model"), re.MULTILINE)
    expected = tmp_path / "expected.json"
    expected.write_text('{"leaves": 0.53}')
    program = Path(sys.executable).parent / "sagemaker-hosting"
    options = ["--expect", str(expected), "--tolerance", "0.01", "--requests", "1"]
    result = subprocess.run(
        [str(program), *command.split()[1:], *options],
        cwd=GALLERY / "local-model",
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr
