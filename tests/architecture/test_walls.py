"""Who may import whom, and what importing costs."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = ("aws_cdk", "jsii", "constructs", "boto3", "botocore", "moto", "click", "pydantic", "yaml")
PURE = (
    *("core.errors", "core.naming", "facts.instances", "facts.metrics", "rules", "artifact.pack"),
    *("artifact.training", "runner.container", "runner.front"),
)


def run(program: str, *, cwd: Path = ROOT, path: str = "") -> str:
    """Run a program in a process of its own and return what it prints."""
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=cwd,
        env={"PATH": path, "PYTHONPATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


def test_the_import_contracts_hold() -> None:
    finished = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-logo", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    assert "0 broken" in finished.stdout


def test_every_part_has_a_layer() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    (layers,) = [
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    ]
    named = {part for layer in layers for part in layer.split(" | ")}
    library = ROOT / "constructs" / "sagemaker_hosting"
    there = {path.name for path in library.iterdir() if (path / "__init__.py").is_file()}
    assert named == there


def test_the_source_root_is_no_package() -> None:
    assert not (ROOT / "constructs" / "__init__.py").exists()
    assert sorted(
        path.name
        for path in (ROOT / "constructs").iterdir()
        if not path.name.endswith(".egg-info") and path.name != "__pycache__"
    ) == ["sagemaker_hosting"]


def test_constructs_is_the_one_of_the_cdk_at_the_root_of_the_repository() -> None:
    program = "import constructs; print(constructs.__file__, constructs.Construct.__name__)"
    path, name = run(f"import sys; sys.path.insert(0, '.'); {program}", path=_node()).split()
    assert name == "Construct"
    assert not Path(path).is_relative_to(ROOT / "constructs")


def test_no_second_copy_of_the_library_is_loaded() -> None:
    program = (
        "import sys; sys.path.insert(0, '.')\n"
        "import sagemaker_hosting as hosting\n"
        "[getattr(hosting, name) for name in hosting.__all__]\n"
        "print([name for name in sys.modules if name.startswith('constructs.sagemaker')])"
    )
    assert run(program, path=_node()) == "[]\n"


@pytest.mark.parametrize("module", PURE)
def test_the_pure_half_loads_nothing_heavy(module: str) -> None:
    program = f"import sys, sagemaker_hosting.{module}; print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in run(program).split()}
    assert loaded.isdisjoint(HEAVY)


def test_the_package_itself_loads_nothing_heavy() -> None:
    program = "import sys, sagemaker_hosting as h; dir(h), h.__all__; print(*sys.modules)"
    loaded = {name.partition(".")[0] for name in run(program).split()}
    assert loaded.isdisjoint(HEAVY)


def test_the_constructs_load_the_cdk_alone() -> None:
    program = (
        "import sys, sagemaker_hosting as hosting\n"
        "[getattr(hosting, name) for name in hosting.__all__]\n"
        "print(*sys.modules)"
    )
    loaded = {name.partition(".")[0] for name in run(program, path=_node()).split()}
    assert "aws_cdk" in loaded
    assert loaded.isdisjoint({"boto3", "botocore", "moto", "click", "pydantic", "yaml", "pytest"})


def test_the_rules_load_fast() -> None:
    """Measured beside the modules that they are made of, so that a slow machine is no failure."""

    def seconds(program: str) -> float:
        best = float("inf")
        for _ in range(5):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            run(program)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            best = min(best, spent)
        return best

    bare = seconds("import dataclasses, enum, json, re, typing, importlib.resources")
    assert seconds("import sagemaker_hosting.rules; sagemaker_hosting.rules.all_rules()") < 6 * bare


def test_the_flags_of_the_cdk_stay() -> None:
    context = json.loads((ROOT / "cdk.json").read_text())["context"]
    assert context["@aws-cdk/core:validateAgainstDefaultRules"] is True
    assert context["@aws-cdk/core:annotationsInValidationReport"] is True


def _node() -> str:
    return str(Path(sys.executable).parent)
