"""Where the artifact of a model lies, and what the role needs to read it."""

from __future__ import annotations

import pickle
import re
import tarfile
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from tests.cdk.support import (
    MODEL,
    bucket,
    flat,
    model,
    new_stack,
    only,
    resources_of,
    statement_for,
    statements_of,
    template_of,
)

MODEL_FILE = pickle.dumps({"weights": [1.0]})


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    made.mkdir()
    (made / "model.joblib").write_bytes(MODEL_FILE)
    return made


@pytest.fixture
def archive(directory: Path, tmp_path: Path) -> Path:
    made = tmp_path / "model.tar.gz"
    with tarfile.open(made, "w:gz") as tar:
        tar.add(directory / "model.joblib", arcname="model.joblib")
    return made


def url_of(stack: cdk.Stack) -> str:
    return flat(only(template_of(stack), MODEL)["PrimaryContainer"]["ModelDataUrl"])


def test_an_archive_in_s3(stack: cdk.Stack) -> None:
    model(stack, data=hosting.ModelData.from_s3(bucket(stack), "churn/17/model.tar.gz"))
    assert url_of(stack) == "s3://models/churn/17/model.tar.gz"


@pytest.mark.parametrize(
    ("key", "prefix", "readable"),
    [
        ("churn/17/model.tar.gz", None, "churn/*"),
        ("churn/17/model.tar.gz", "churn/17/", "churn/17/*"),
        ("churn/17/model.tar.gz", "", "*"),
        ("model.tar.gz", None, "model.tar.gz"),
    ],
)
def test_the_role_may_read_the_artifacts_of_this_model(
    stack: cdk.Stack, key: str, prefix: str | None, readable: str
) -> None:
    data = hosting.ModelData.from_s3(bucket(stack), key, readable_prefix=prefix)
    model(stack, data=data)
    template = template_of(stack)
    resource = flat(statement_for(template, "s3:GetObject")["Resource"])
    assert resource.endswith(f":s3:::models/{readable}")
    assert statement_for(template, "s3:ListBucket")["Condition"] == {
        "StringLike": {"s3:prefix": readable}
    }


def test_the_role_does_not_change_with_the_artifact() -> None:
    """While an update runs, the old fleet still reads the old artifact through the same role."""
    roles = []
    for version in (1, 2):
        stack = new_stack()
        model(stack, data=hosting.ModelData.from_s3(bucket(stack), f"churn/{version}/m.tar.gz"))
        roles.append(resources_of(template_of(stack), "AWS::IAM::Role"))
    assert roles[0] == roles[1]


def test_the_role_may_decrypt_with_the_key_of_the_bucket(stack: cdk.Stack) -> None:
    key = kms.Key(stack, "Key")
    encrypted = s3.Bucket(stack, "Encrypted", encryption_key=key)
    model(stack, data=hosting.ModelData.from_s3(encrypted, "model.tar.gz"))
    template = template_of(stack)
    assert statement_for(template, "kms:Decrypt")["Resource"] == stack.resolve(key.key_arn)


def test_the_role_may_decrypt_with_the_key_of_the_object(stack: cdk.Stack) -> None:
    arn = "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-0000-0000-000000000000"
    key = kms.Key.from_key_arn(stack, "Key", arn)
    model(stack, data=hosting.ModelData.from_s3(bucket(stack), "m.tar.gz", encryption_key=key))
    assert statement_for(template_of(stack), "kms:Decrypt")["Resource"] == arn


def test_no_key_no_permission_to_decrypt(stack: cdk.Stack) -> None:
    model(stack, data=hosting.ModelData.from_s3(bucket(stack), "m.tar.gz"))
    actions = [statement["Action"] for statement in statements_of(template_of(stack))]
    assert "kms:Decrypt" not in actions


def test_a_local_directory_is_packed_and_uploaded(stack: cdk.Stack, directory: Path) -> None:
    model(stack, data=hosting.ModelData.from_directory(directory))
    bucket_url, _, key = url_of(stack).rpartition("/")
    assert bucket_url == "s3://cdk-hnb659fds-assets-111111111111-eu-west-1"
    assert re.fullmatch(r"[0-9a-f]{64}(\.tar)?\.gz", key)


def test_a_local_archive_is_uploaded(stack: cdk.Stack, archive: Path) -> None:
    model(stack, data=hosting.ModelData.from_file(archive))
    assert url_of(stack).endswith(".gz")


def test_the_role_may_read_archives_among_the_assets(stack: cdk.Stack, directory: Path) -> None:
    model(stack, data=hosting.ModelData.from_directory(directory))
    template = template_of(stack)
    assert url_of(stack).endswith(".gz")
    resource = flat(statement_for(template, "s3:GetObject")["Resource"])
    assert resource.endswith("-assets-111111111111-eu-west-1/*.gz")


def test_the_same_files_get_the_same_key_anywhere(tmp_path: Path) -> None:
    urls = []
    for place in ("here", "there"):
        directory = tmp_path / place
        directory.mkdir()
        (directory / "model.joblib").write_bytes(b"weights")
        stack = new_stack()
        model(stack, data=hosting.ModelData.from_directory(directory))
        urls.append(url_of(stack))
    assert urls[0] == urls[1]


def test_new_bytes_get_a_new_key(directory: Path) -> None:
    urls = []
    for content in (b"one", b"two"):
        (directory / "model.joblib").write_bytes(content)
        stack = new_stack()
        model(stack, data=hosting.ModelData.from_directory(directory))
        urls.append(url_of(stack))
    assert urls[0] != urls[1]


def test_one_artifact_serves_two_models(stack: cdk.Stack, directory: Path) -> None:
    data = hosting.ModelData.from_directory(directory)
    model(stack, "One", data=data)
    model(stack, "Other", data=data)
    template = template_of(stack)
    urls = [
        flat(resource["Properties"]["PrimaryContainer"]["ModelDataUrl"])
        for resource in template["Resources"].values()
        if resource["Type"] == MODEL
    ]
    assert urls[0] == urls[1]


def test_a_directory_may_be_said_as_text(stack: cdk.Stack, directory: Path) -> None:
    model(stack, data=hosting.ModelData.from_directory(str(directory)))
    assert url_of(stack).endswith(".gz")


@pytest.mark.parametrize("key", ["", "model", "model/", "model.zip", "model.tar", "/model.tar.gz"])
def test_refuses_a_key_that_names_no_archive(stack: cdk.Stack, key: str) -> None:
    with pytest.raises(hosting.InvalidProps, match=r"does not name a \.tar\.gz object"):
        hosting.ModelData.from_s3(bucket(stack), key)


def test_refuses_a_missing_directory(tmp_path: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="does not exist"):
        hosting.ModelData.from_directory(tmp_path / "missing")


def test_refuses_a_file_as_directory(archive: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="is not a directory"):
        hosting.ModelData.from_directory(archive)


def test_refuses_an_empty_directory(stack: cdk.Stack, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(hosting.InvalidProps, match="holds no files"):
        model(stack, data=hosting.ModelData.from_directory(tmp_path / "empty"))


def test_refuses_a_missing_archive(tmp_path: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="does not exist"):
        hosting.ModelData.from_file(tmp_path / "model.tar.gz")


def test_refuses_an_archive_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / "model.tar.gz").write_bytes(b"PK")
    with pytest.raises(hosting.InvalidProps, match="the file does not begin as gzip does"):
        hosting.ModelData.from_file(tmp_path / "model.tar.gz")
