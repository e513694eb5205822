"""The doors to the rules: a path, what was read, an argument."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sagemaker_hosting.artifact.catalogue import artifact_rules
from sagemaker_hosting.artifact.check import check_contents, check_path, enforce
from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.inspect import inspect_path
from sagemaker_hosting.artifact.pack import pack_directory
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.findings import Finding, Severity
from tests.artifact.corpus.build import SCRIPT
from tests.artifact.corpus.mistakes import MODEL, PYTORCH, SKLEARN


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    (made / "code").mkdir(parents=True)
    (made / "model.joblib").write_bytes(MODEL)
    (made / "code" / "inference.py").write_text(SCRIPT)
    return made


def test_a_directory_and_its_archive_are_alike(directory: Path, tmp_path: Path) -> None:
    archive = pack_directory(directory, tmp_path / "model.tar.gz").archive
    assert check_path(directory, SKLEARN) == check_path(archive, SKLEARN) == []
    assert inspect_path(directory).members == inspect_path(archive).members
    assert inspect_path(directory).files.texts == inspect_path(archive).files.texts


def test_a_directory_is_checked_as_it_would_be_packed(directory: Path) -> None:
    (directory / ".git").mkdir()
    (directory / ".git" / "HEAD").write_text("x")
    (directory / "optimizer.pt").write_bytes(b"x")
    (directory / ".sagemakerignore").write_text("optimizer.pt\n")
    assert check_path(directory, SKLEARN) == []


def test_what_cannot_be_packed_is_reported_not_raised(
    directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (directory / "link").symlink_to("model.joblib")
    (directory / "away").symlink_to("/etc")
    os.mkfifo(directory / "pipe")
    monkeypatch.chdir(directory)
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("socket")
    found = [(finding.rule, finding.path) for finding in check_path(directory, SKLEARN)]
    assert found == [
        ("SMH0710", "link"),
        ("SMH0711", "away"),
        ("SMH0712", "pipe"),
        ("SMH0712", "socket"),
    ]


def test_refuses_what_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InvalidProps, match="does not exist"):
        check_path(tmp_path / "model.tar.gz")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InvalidProps, match="is not a file"):
        check_path(tmp_path / "pipe")


def test_enforce_names_the_place_the_fix_and_the_source(directory: Path) -> None:
    (directory / "code" / "inference.py").write_text("def model_fn(:\n")
    findings = check_path(directory)
    with pytest.raises(
        InvalidProps, match=r"model artifact churn: code/inference\.py:1:"
    ) as caught:
        enforce(findings, "churn")
    assert caught.value.fix == "mend it"
    assert caught.value.source
    assert caught.value.source.endswith("(SMH0736)")


def test_enforce_lets_warnings_pass(directory: Path) -> None:
    (directory / "optimizer.pt").write_bytes(b"x")
    findings = check_path(directory)
    assert [finding.severity for finding in findings] == [Severity.WARNING]
    enforce(findings, "churn")


class _Broken(ArtifactRule):
    """Fails."""

    id = "SMH9901"
    title = "a rule that fails"
    facts = ("a-fact",)
    url = "https://example.com"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        raise KeyError("x")


class _Noisy(_Broken):
    """Reports each member."""

    id = "SMH9902"
    needs_whole = True

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for member in contents.members:
            yield self.finding(member.name, "it is there", "take it away")


def holding(count: int) -> Contents:
    members = [Member(name=f"f{number}", kind=Kind.FILE) for number in range(count)]
    return Contents(name="model.tar.gz", form=Form.ARCHIVE, members=members)


def test_a_rule_that_fails_is_a_finding_and_refuses_nothing() -> None:
    findings = check_contents(holding(1), rules=[_Broken()])
    assert [finding.rule for finding in findings] == ["SMH0001"]
    assert "SMH9901 failed: KeyError" in findings[0].message
    enforce(findings, "churn")


def test_of_many_alike_the_first_are_reported() -> None:
    findings = check_contents(holding(1000), rules=[_Noisy()])
    assert len(findings) == 20


def test_check_must_be_written() -> None:
    with pytest.raises(NotImplementedError):
        ArtifactRule().check(holding(1), Declaration())


@pytest.mark.parametrize(
    ("uri", "expected"),
    [
        (
            "763104351884.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:2.3.0-cpu-py311-ubuntu20.04-sagemaker",
            PYTORCH,
        ),
        (
            "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3",
            SKLEARN,
        ),
        ("111111111111.dkr.ecr.eu-west-1.amazonaws.com/pytorch-inference:1", Declaration()),
        ("docker.io/library/pytorch:2", Declaration()),
    ],
)
def test_what_an_image_tells(uri: str, expected: Declaration) -> None:
    told = Declaration().of_image(uri)
    assert (told.framework, told.version, told.python) == (
        expected.framework,
        expected.version,
        expected.python,
    )


@pytest.mark.parametrize(
    ("environment", "program"),
    [
        ({}, "code/inference.py"),
        ({"SAGEMAKER_PROGRAM": "serve.py"}, "code/serve.py"),
        ({"SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model"}, "inference.py"),
        ({"SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/src/"}, "src/inference.py"),
        ({"SAGEMAKER_SUBMIT_DIRECTORY": "s3://bucket/sourcedir.tar.gz"}, None),
        ({"SAGEMAKER_SUBMIT_DIRECTORY": None}, None),
        ({"SAGEMAKER_PROGRAM": None}, None),
    ],
)
def test_where_the_script_is(environment: dict[str, str | None], program: str | None) -> None:
    assert Declaration(environment=environment).program == program


def test_the_rules_are_sorted_and_in_their_area() -> None:
    ids = [rule.id for rule in artifact_rules()]
    assert ids == sorted(set(ids))
    assert all(identity.startswith("SMH07") for identity in ids)
    assert len(ids) > 60


@pytest.mark.parametrize("rule", artifact_rules(), ids=lambda rule: rule.id)
def test_one_rule_per_file_named_after_it(rule: ArtifactRule) -> None:
    module = type(rule).__module__.rpartition(".")[2]
    assert type(rule).__name__ == "".join(word.capitalize() for word in module.split("_"))
    assert sys.modules[type(rule).__module__].__doc__ == f"{rule.id}."
    assert rule.title[0].islower() or rule.title.split()[0] in ("TorchScript",)
    assert not rule.title.endswith(".")


def test_import_needs_no_aws_library() -> None:
    script = (
        "import sys, sagemaker_hosting.artifact.check as check; check.artifact_rules();"
        "heavy = {'aws_cdk', 'jsii', 'boto3', 'botocore', 'moto', 'click', 'yaml', 'picklescan'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
