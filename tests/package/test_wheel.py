"""The wheel, installed into an empty environment away from the repository."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What aws-cdk-lib brings itself; everything else would be a dependency of ours.
EXPECTED = {
    "attrs",
    "aws-cdk-asset-awscli-v1",
    "aws-cdk-asset-node-proxy-agent-v6",
    "aws-cdk-cloud-assembly-schema",
    "aws-cdk-lib",
    "cattrs",
    "cdk-sagemaker-hosting",
    "constructs",
    "importlib-resources",
    "isal",
    "jmespath",
    "jsii",
    "picklescan",
    "publication",
    "python-dateutil",
    "six",
    "typeguard",
    "typing-extensions",
}
PROGRAM = """
import json, sys
import aws_cdk as cdk
import sagemaker_hosting as hosting

app = cdk.App(outdir=sys.argv[1])
cdk.Validations.of(app).add_plugins(hosting.HostingRules())
stack = cdk.Stack(app, "Hosting")
model = hosting.Model.from_model_name(stack, "Model", "churn-1")
hosting.RealTimeEndpoint(
    stack,
    "Churn",
    model=model,
    instance_type="ml.m5.xlarge",
    scaling=hosting.Scaling(min_capacity=2, max_capacity=4).track_invocations(
        per_instance_per_minute=600
    ),
)
app.synth()
print(hosting.__file__)
"""

pytestmark = pytest.mark.timeout(600)


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    finished = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, f"{command}\n{finished.stdout}\n{finished.stderr}"
    return finished.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy of what is released, so that nothing is left behind in the repository."""
    source = tmp_path_factory.mktemp("source")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        (source / name).write_bytes((ROOT / name).read_bytes())
    for path in (ROOT / "constructs").rglob("*"):
        if (
            path.is_file()
            and not {"__pycache__"} & set(path.parts)
            and ".egg-info" not in str(path)
        ):
            target = source / path.relative_to(ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", cwd=source)
    (built,) = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the interpreter of an environment that holds the wheel and what it needs."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    interpreter = home / "bin" / "python"
    constraints = home / "constraints.txt"
    pins = re.findall(r"^([\w.-]+==[^\s;\\]+)", (ROOT / "requirements.txt").read_text(), re.M)
    constraints.write_text("\n".join(pins) + "\n")
    run(
        *(sys.executable, "-m", "pip", "--python", interpreter, "install", "--quiet"),
        *("--disable-pip-version-check", "--constraint", constraints, wheel),
        cwd=home,
    )
    return interpreter


def test_it_holds_the_library_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "sagemaker_hosting",
        next(name.split("/")[0] for name in names if ".dist-info/" in name),
    }


def test_it_holds_every_file_of_the_library(wheel: Path) -> None:
    library = ROOT / "constructs"
    files = {
        str(path.relative_to(library))
        for path in (library / "sagemaker_hosting").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert files - set(zipfile.ZipFile(wheel).namelist()) == set()


def test_it_is_typed(wheel: Path) -> None:
    assert "sagemaker_hosting/py.typed" in zipfile.ZipFile(wheel).namelist()


def test_it_brings_the_cdk_and_nothing_else(python: Path) -> None:
    listed = run(
        *(sys.executable, "-m", "pip", "--python", python, "list", "--format", "json"),
        "--disable-pip-version-check",
        cwd=python.parent,
    )
    installed = {re.sub(r"[-_.]+", "-", package["name"]).lower() for package in json.loads(listed)}
    assert installed <= EXPECTED
    assert {"aws-cdk-lib", "cdk-sagemaker-hosting", "constructs", "jsii"} <= installed


def test_a_stack_is_synthesized_from_it(python: Path, tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(PROGRAM)
    printed = run(python, "app.py", "out", cwd=tmp_path, PYTHONPATH="")
    assert Path(printed.strip()).is_relative_to(python.parents[1])
    template = json.loads((tmp_path / "out" / "Hosting.template.json").read_text())
    types = {resource["Type"] for resource in template["Resources"].values()}
    assert "AWS::SageMaker::Endpoint" in types


def test_its_rules_need_neither_node_nor_the_cdk(python: Path, tmp_path: Path) -> None:
    program = (
        "import sys, sagemaker_hosting.rules as rules\n"
        "print(len(rules.all_rules()) > 50, 'jsii' in sys.modules)"
    )
    assert run(python, "-c", program, cwd=tmp_path, PATH="", PYTHONPATH="") == "True False\n"


def test_its_command_asks_for_the_extra_it_needs(python: Path, tmp_path: Path) -> None:
    finished = subprocess.run(
        [str(python.with_name("sagemaker-hosting")), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode != 0
    assert "Traceback" not in finished.stderr
    assert "cdk-sagemaker-hosting[cli]" in finished.stderr
