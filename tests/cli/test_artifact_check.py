"""The command `artifact check`."""

from __future__ import annotations

import io
import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest

from sagemaker_hosting.artifact.pack import pack_directory
from sagemaker_hosting.cli.artifacts import s3 as s3_module
from sagemaker_hosting.cli.artifacts.s3 import ResumingBody, inspect_s3
from sagemaker_hosting.core.errors import HostingError
from tests.artifact.corpus.build import SCRIPT, targz
from tests.cli.support import Run

MODEL = pickle.dumps({"weights": [1.0]})
IMAGE = "141502667606.dkr.ecr.eu-west-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    (made / "code").mkdir(parents=True)
    (made / "model.joblib").write_bytes(MODEL)
    (made / "code" / "inference.py").write_text(SCRIPT)
    return made


def found(run: Run, *arguments: object) -> list[tuple[str, str, int | None]]:
    printed = json.loads(run("artifact", "check", "--format", "json", *arguments).output)
    return [(each["rule"], each["path"], each["line"]) for each in printed]


def test_a_clean_artifact(run: Run, directory: Path, tmp_path: Path) -> None:
    archive = pack_directory(directory, tmp_path / "model.tar.gz").archive
    for target in (directory, archive):
        done = run("artifact", "check", target, "--framework", "sklearn")
        assert done.exit_code == 0
        assert "1 artifact" in done.output


def test_a_finding_says_where_it_is(run: Run, directory: Path) -> None:
    (directory / "code" / "inference.py").write_text("import os\nX = os.environ['SM_MODEL_DIR']\n")
    path = f"{directory}/code/inference.py"
    assert found(run, directory) == [("SMH0743", path, 2)]
    done = run("artifact", "check", directory)
    assert done.exit_code == 0  # a warning
    assert path in done.output
    assert run("artifact", "check", "--fail-on", "warning", directory).exit_code == 1


def test_an_error_is_exit_code_1(run: Run, directory: Path) -> None:
    (directory / "code" / "inference.py").unlink()
    assert run("artifact", "check", directory).exit_code == 0
    done = run("artifact", "check", directory, "--framework", "sklearn")
    assert done.exit_code == 1
    assert "code/inference.py is missing, and scikit-learn has no default one" in done.output


@pytest.mark.parametrize("form", ["sarif", "junit", "github"])
def test_every_format(run: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "model.tar.gz").write_bytes(b"PK\x03\x04")
    done = run("artifact", "check", "--format", form, tmp_path / "model.tar.gz")
    assert done.exit_code == 1
    assert "SMH0701" in done.output


def test_without_a_framework_it_says_what_it_did_not_check(run: Run, directory: Path) -> None:
    assert "pass --framework or --image" in run("artifact", "check", directory).output
    assert "pass --framework" not in run("artifact", "check", directory, "--image", IMAGE).output


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["--framework", "pytorch"], "SMH0720"),
        (["--image", IMAGE, "--env", "SAGEMAKER_PROGRAM=serve.py"], "SMH0749"),
        (["--framework", "sklearn", "--network-isolation"], "SMH0751"),
        (["--serverless", "1024", "--architecture", "arm64"], "SMH0791"),
        (["--instance-type", "ml.r8g.large"], "SMH0791"),
        (["--python", "3.7"], "SMH0758"),
    ],
)
def test_what_it_is_for(run: Run, tmp_path: Path, arguments: list[str], rule: str) -> None:
    files = {
        "code/requirements.txt": "lightgbm==4.5.0\n",
        "code/x.so": b"\x7fELF\x02\x01\x01" + bytes(9) + b"\x03\x00\x3e\x00" + bytes(40),
        "model.pkl": pickle.dumps([1], protocol=5),
    }
    (tmp_path / "model.tar.gz").write_bytes(targz(files))
    assert rule in [each for each, _, _ in found(run, tmp_path / "model.tar.gz", *arguments)]


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--image", "python:3.11", "x"],
        ["--instance-type", "m5.large", "x"],
        ["--instance-type", "ml.large", "x"],
        ["--python", "three", "x"],
        ["--env", "X", "x"],
        ["--serverless", "100", "x"],
        ["--training", "a", "b"],
    ],
)
def test_usage(run: Run, arguments: list[str]) -> None:
    assert run("artifact", "check", *arguments).exit_code == 2


def test_what_is_not_there(run: Run, tmp_path: Path) -> None:
    done = run("artifact", "check", tmp_path / "model.tar.gz")
    assert done.exit_code == 1
    assert "does not exist" in done.output


def test_training_scripts(run: Run, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("import joblib\njoblib.dump(object(), 'model.joblib')\n")
    done = run("artifact", "check", "--training", script)
    assert done.exit_code == 1
    assert "SMH0761" in done.output
    assert "model.joblib" in done.output


@pytest.fixture
def s3(aws: str) -> Any:
    client = boto3.client("s3")
    client.create_bucket(
        Bucket="models", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
    )
    yield client
    for each in client.list_objects_v2(Bucket="models").get("Contents", ()):
        client.delete_object(Bucket="models", Key=each["Key"])
    client.delete_bucket(Bucket="models")


def test_an_archive_in_s3(run: Run, s3: Any, directory: Path, tmp_path: Path) -> None:
    archive = pack_directory(directory, tmp_path / "model.tar.gz").archive
    s3.put_object(Bucket="models", Key="churn/model.tar.gz", Body=archive.read_bytes())
    uri = "s3://models/churn/model.tar.gz"
    assert run("artifact", "check", uri, "--framework", "sklearn").exit_code == 0
    s3.put_object(Bucket="models", Key="churn/model.tar.gz", Body=archive.read_bytes()[:-20])
    assert found(run, uri) == [("SMH0703", f"{uri}/model.joblib", None)]


def test_a_prefix_in_s3(run: Run, s3: Any) -> None:
    s3.put_object(Bucket="models", Key="llm/model.safetensors", Body=b"version https://git-lfs.x")
    s3.put_object(Bucket="models", Key="llm/code/inference.py", Body=b"def model_fn(:\n")
    s3.put_object(Bucket="models", Key="llm/folder/", Body=b"")
    assert found(run, "s3://models/llm/") == [
        ("SMH0736", "s3://models/llm/code/inference.py", 1),
        ("SMH0796", "s3://models/llm/folder", None),
        ("SMH0783", "s3://models/llm/model.safetensors", None),
    ]
    many = found(run, "s3://models/llm/", "--multi-model")
    assert ("SMH0793", "s3://models/llm/", None) in many


@pytest.mark.parametrize(
    ("uri", "message"),
    [
        ("s3://models/nothing.tar.gz", "there is nothing at s3://models/nothing.tar.gz"),
        ("s3://models/nothing/", "there is nothing at s3://models/nothing/"),
        ("s3://elsewhere/x.tar.gz", "there is nothing at s3://elsewhere/x.tar.gz"),
        ("s3://models", "names no object"),
    ],
)
def test_what_is_not_in_s3(run: Run, s3: Any, uri: str, message: str) -> None:
    done = run("artifact", "check", uri)
    assert done.exit_code == 1
    assert message in done.output


def test_boto3_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "boto3", None)
    done = run("artifact", "check", "s3://models/model.tar.gz")
    assert done.exit_code == 1
    assert "pip install 'cdk-sagemaker-hosting[local]'" in done.output


class Flaky:
    """A body that breaks off after so many bytes."""

    def __init__(self, data: bytes, after: int) -> None:
        self._stream = io.BytesIO(data[:after])

    def read(self, size: int) -> bytes:
        return self._stream.read(size)

    def close(self) -> None:
        pass


class FlakyS3:
    """S3 behind a connection that breaks off."""

    def __init__(self, data: bytes, after: int) -> None:
        self._data, self._after = data, after
        self.asked: list[dict[str, Any]] = []

    def get_object(self, **arguments: Any) -> dict[str, Any]:
        self.asked.append(arguments)
        start = int(arguments.get("Range", "bytes=0-")[6:-1])
        body = Flaky(self._data[start:], self._after)
        return {"ETag": '"1"', "ContentLength": len(self._data) - start, "Body": body}


def read_whole(body: ResumingBody) -> bytes:
    return b"".join(iter(lambda: body.read(64), b""))


def test_a_broken_connection_is_resumed() -> None:
    data = bytes(range(256)) * 4
    client: Any = FlakyS3(data, after=300)
    assert read_whole(ResumingBody(client, "models", "m.tar.gz")) == data
    assert [each.get("Range") for each in client.asked] == [
        None,
        "bytes=300-",
        "bytes=600-",
        "bytes=900-",
    ]
    assert all(each["IfMatch"] == '"1"' for each in client.asked[1:])


def test_a_connection_that_never_holds_is_given_up() -> None:
    client: Any = FlakyS3(b"x" * 100, after=0)
    with pytest.raises(HostingError, match="again and again"):
        read_whole(ResumingBody(client, "models", "m.tar.gz"))
    assert len(client.asked) < 10


def test_of_a_large_object_no_more_is_read_than_is_looked_at(
    s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    s3.put_object(Bucket="models", Key="llm/weights.bin", Body=bytes(5_000_000))
    taken: list[int] = []
    original: Callable[..., bytes] = ResumingBody.read

    def read(body: ResumingBody, size: int, /) -> bytes:
        data = original(body, size)
        taken.append(len(data))
        return data

    monkeypatch.setattr(s3_module.ResumingBody, "read", read)
    assert inspect_s3("s3://models/llm/").unpacked_bytes == 5_000_000
    assert sum(taken) <= 4096


def test_what_is_ignored_with_a_reason_does_not_count(run: Run, directory: Path) -> None:
    (directory / "code" / "inference.py").write_text("def model_fn():\n    return 1\n")
    assert run("artifact", "check", directory).exit_code == 1
    done = run("artifact", "check", directory, "--ignore", "SMH0737=decorated at run-time")
    assert done.exit_code == 0
    assert "ignored SMH0737" in done.output
    assert "decorated at run-time" in done.output


def test_a_rule_that_does_not_exist_cannot_be_ignored(run: Run, directory: Path) -> None:
    done = run("artifact", "check", directory, "--ignore", "SMH9999=why not")
    assert done.exit_code == 1
    assert "there is no rule 'SMH9999' to ignore" in done.output
