"""Syntheses of the application, each made once and shared by all tests and all workers."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENTS = ("dev", "prod", "staging")


@dataclass(frozen=True)
class Assembly:
    """What a synthesis has written."""

    folder: Path
    output: str

    def templates(self, environment: str) -> dict[str, dict[str, Any]]:
        """Return the templates of an environment by the name of their stack's class."""
        folder = self.folder / f"assembly-{environment}"
        manifest = json.loads((folder / "manifest.json").read_text())
        return {
            artifact["displayName"].split("/")[1].split(" ")[0]: json.loads(
                (folder / artifact["properties"]["templateFile"]).read_text()
            )
            for artifact in manifest["artifacts"].values()
            if artifact["type"] == "aws:cloudformation:stack"
        }

    def stacks(self, environment: str) -> dict[str, dict[str, Any]]:
        """Return the properties of an environment's stacks in the assembly's manifest."""
        manifest = json.loads((self.folder / f"assembly-{environment}/manifest.json").read_text())
        return {
            name: artifact["properties"]
            for name, artifact in manifest["artifacts"].items()
            if artifact["type"] == "aws:cloudformation:stack"
        }

    def resources(self, environment: str, type_name: str) -> list[dict[str, Any]]:
        """Return the properties of all resources of a type."""
        return [
            resource.get("Properties", {})
            for template in self.templates(environment).values()
            for resource in template["Resources"].values()
            if resource["Type"] == type_name
        ]


def run_app(
    outdir: Path,
    context: Mapping[str, object] | None = None,
    *,
    directory: Path = ROOT,
    seed: int = 0,
) -> subprocess.CompletedProcess[str]:
    """Run app.py as the CDK CLI does, with the context of cdk.json and more."""
    settings = json.loads((ROOT / "cdk.json").read_text())["context"]
    given = {"aws:cdk:enable-path-metadata": True, "aws:cdk:version-reporting": False}
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py")],
        cwd=directory,
        env={
            **os.environ,
            "CDK_OUTDIR": str(outdir),
            "CDK_CONTEXT_JSON": json.dumps({**settings, **given, **(context or {})}),
            "PYTHONHASHSEED": str(seed),
        },
        capture_output=True,
        text=True,
        check=False,
    )


Once = Callable[[str, Callable[[Path], str]], Assembly]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Make an assembly by name, unless another worker of this run has made it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent

    def made(name: str, make: Callable[[Path], str]) -> Assembly:
        folder, note = shared / f"assembly-{name}", shared / f"assembly-{name}.output"
        with (shared / f"assembly-{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not note.exists():
                note.write_text(make(folder))
        return Assembly(folder, note.read_text())

    return made


@pytest.fixture(scope="session")
def model(once: Once) -> None:
    """Train the model that all environments deploy."""
    from infra.models.iris.train import train

    once("model", lambda _: str(train()))


def _synthesized(folder: Path, **arguments: Any) -> str:
    result = run_app(folder, **arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


@pytest.fixture(scope="session")
def assembly(once: Once, model: None) -> Assembly:
    """All environments."""
    return once("all", lambda folder: _synthesized(folder, seed=1))


@pytest.fixture(scope="session")
def again(once: Once, model: None, tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    """All environments once more: another process, hash seed and directory."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    return once("again", lambda folder: _synthesized(folder, seed=2, directory=elsewhere))


@pytest.fixture(scope="session")
def checked(once: Once, model: None) -> Assembly:
    """Prod, with the security packs."""
    context = {"env": "prod", "nag": "true"}
    return once("nag", lambda folder: _synthesized(folder, context=context))
