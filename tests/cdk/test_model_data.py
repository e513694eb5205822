"""Where the artifact of a model lies, and what the role needs to read it."""

from __future__ import annotations

import pickle
import re
import tarfile
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import assertions
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

import sagemaker_hosting as hosting
from sagemaker_hosting.artifact.rules.declared import uncompressed_advised
from sagemaker_hosting.facts.limits import LARGE_MODEL_BYTES, Limit
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
        (directory / "model.bin").write_bytes(b"weights")
        stack = new_stack()
        model(stack, data=hosting.ModelData.from_directory(directory))
        urls.append(url_of(stack))
    assert urls[0] == urls[1]


def test_new_bytes_get_a_new_key(directory: Path) -> None:
    urls = []
    for content in (b"one", b"two"):
        (directory / "model.bin").write_bytes(content)
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


PYTORCH = hosting.ContainerImage.from_deep_learning_container(
    "pytorch-inference", tag="2.3.0-cpu-py311-ubuntu20.04-sagemaker"
)
SCRIPT = "def model_fn(model_dir):\n    return 1\n"


def with_script(directory: Path, text: str = SCRIPT) -> Path:
    (directory / "code").mkdir(exist_ok=True)
    (directory / "code" / "inference.py").write_text(text)
    return directory


def warnings_of(made: cdk.Resource) -> list[str]:
    found = assertions.Annotations.from_stack(cdk.Stack.of(made))
    return [
        str(message.entry.data)
        for message in found.find_warning("*", assertions.Match.any_value())
        if "sagemaker-hosting::SMH07" in str(message.entry.data)
    ]


def test_the_image_says_what_the_artifact_needs(stack: cdk.Stack, directory: Path) -> None:
    data = hosting.ModelData.from_directory(directory)
    with pytest.raises(hosting.InvalidProps, match=r"it wants exactly one \.pth or \.pt") as caught:
        model(stack, image=PYTORCH, data=data)
    assert caught.value.path == "Stack/Model"
    assert caught.value.source
    assert "SMH0720" in caught.value.source


def test_an_archive_is_checked_for_the_image_as_well(stack: cdk.Stack, archive: Path) -> None:
    data = hosting.ModelData.from_file(archive)
    with pytest.raises(hosting.InvalidProps, match="the default handler is used"):
        model(stack, image=PYTORCH, data=data)


def test_an_address_says_what_the_artifact_needs(stack: cdk.Stack, directory: Path) -> None:
    uri = "763104351884.dkr.ecr.eu-west-1.amazonaws.com/tensorflow-inference:2.14.1-cpu"
    image = hosting.ContainerImage.from_uri(uri)
    with pytest.raises(hosting.InvalidProps, match=r"there is no saved_model\.pb"):
        model(stack, image=image, data=hosting.ModelData.from_directory(directory))


def test_an_image_of_ones_own_says_nothing(stack: cdk.Stack, directory: Path) -> None:
    model(stack, data=hosting.ModelData.from_directory(directory))


def test_a_script_makes_it_whole(stack: cdk.Stack, directory: Path) -> None:
    data = hosting.ModelData.from_directory(with_script(directory))
    assert warnings_of(model(stack, image=PYTORCH, data=data)) == []


def test_the_environment_says_where_the_script_is(stack: cdk.Stack, directory: Path) -> None:
    data = hosting.ModelData.from_directory(with_script(directory))
    environment = {"SAGEMAKER_PROGRAM": "serve.py"}
    with pytest.raises(hosting.InvalidProps, match=r"the artifact has no code/serve\.py"):
        model(stack, image=PYTORCH, data=data, environment=environment)
    elsewhere = {"SAGEMAKER_PROGRAM": cdk.Fn.import_value("Program")}
    model(stack, "Other", image=PYTORCH, data=data, environment=elsewhere)


def test_network_isolation_is_known(stack: cdk.Stack, directory: Path) -> None:
    with_script(directory)
    (directory / "code" / "requirements.txt").write_text("lightgbm==4.5.0\n")
    data = hosting.ModelData.from_directory(directory)
    model(stack, image=PYTORCH, data=data)
    with pytest.raises(hosting.InvalidProps, match="the model has network isolation"):
        model(stack, "Isolated", image=PYTORCH, data=data, network_isolation=True)


def test_a_warning_is_an_annotation_that_can_be_acknowledged(
    stack: cdk.Stack, directory: Path
) -> None:
    with_script(directory, "def model_fn(model_dir):\n    return open('/opt/ml/model/x')\n")
    made = model(stack, image=PYTORCH, data=hosting.ModelData.from_directory(directory))
    [warning] = warnings_of(made)
    assert f"model artifact {directory}: code/inference.py:2: it spells out" in warning
    assert "SMH0740" in warning
    cdk.Annotations.of(made).acknowledge_warning("sagemaker-hosting::SMH0740", "one model")
    assert warnings_of(made) == []


def test_the_framework_lays_the_files_out(stack: cdk.Stack, directory: Path) -> None:
    (directory / "inference.py").write_text(SCRIPT)
    data = hosting.ModelData.from_directory(directory, framework="pytorch")
    model(stack, image=PYTORCH, data=data)
    [asset] = Path(cdk.App.of(stack).outdir).glob("asset.*.gz")
    with tarfile.open(asset) as opened:
        assert "code/inference.py" in opened.getnames()


def test_refuses_a_framework_that_does_not_exist(directory: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="framework is 'torch'") as caught:
        hosting.ModelData.from_directory(directory, framework="torch")
    assert caught.value.fix
    assert "'pytorch'" in caught.value.fix


def test_links_are_followed_on_demand(stack: cdk.Stack, directory: Path, tmp_path: Path) -> None:
    (tmp_path / "blob").write_bytes(b"x")
    (directory / "shard.bin").symlink_to(tmp_path / "blob")
    with pytest.raises(hosting.InvalidProps, match="a symbolic link"):
        model(stack, data=hosting.ModelData.from_directory(directory))
    data = hosting.ModelData.from_directory(directory, symlinks="follow")
    model(stack, "Followed", data=data)


def test_a_directory_is_no_archive(directory: Path) -> None:
    with pytest.raises(hosting.InvalidProps, match="is a directory"):
        hosting.ModelData.from_file(directory)


def test_a_large_model_is_advised_to_lie_uncompressed(
    stack: cdk.Stack, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    limit = Limit(4, LARGE_MODEL_BYTES.source)
    monkeypatch.setattr(uncompressed_advised, "LARGE_MODEL_BYTES", limit)
    made = model(stack, data=hosting.ModelData.from_directory(directory))
    [warning] = warnings_of(made)
    assert "SMH0787" in warning
    assert "artifact pack --uncompressed" in warning


def test_a_model_that_does_not_fit_is_refused(stack: cdk.Stack) -> None:
    sized = hosting.ModelData.from_s3(
        bucket(stack), "m/model.tar.gz", unpacked_size=cdk.Size.gibibytes(60)
    )
    made = model(stack, data=sized)
    with pytest.raises(hosting.InvalidProps, match=r"it unpacks to 60\.0 GiB") as caught:
        hosting.InstanceVariant(
            model=made, instance_type="ml.m5.xlarge", volume_size=cdk.Size.gibibytes(50)
        )
    assert caught.value.source
    assert "SMH0785" in caught.value.source
    with pytest.raises(hosting.InvalidProps, match="a serverless endpoint has 5 of disk"):
        hosting.ServerlessVariant(model=made, memory_size=cdk.Size.gibibytes(6), max_concurrency=1)


def test_a_component_checks_its_artifact(stack: cdk.Stack, directory: Path) -> None:
    specification = hosting.ComponentSpecification(
        image=PYTORCH,
        data=hosting.ModelData.from_directory(directory),
        requirements=hosting.ComputeRequirements(min_memory=cdk.Size.mebibytes(1024)),
    )
    with pytest.raises(hosting.InvalidProps, match="the default handler is used"):
        specification.bind(stack)
