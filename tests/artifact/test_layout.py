"""Where files go for a framework's container, and the directory for an uncompressed prefix."""

from __future__ import annotations

from pathlib import Path

import pytest

from sagemaker_hosting.artifact.check import check_contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.artifact.inspect import inspect_plan
from sagemaker_hosting.artifact.layout import arranged
from sagemaker_hosting.artifact.pack import pack_plan
from sagemaker_hosting.artifact.plan import Plan, plan_directory
from sagemaker_hosting.artifact.prefix import prepare_prefix
from sagemaker_hosting.artifact.read.member import Kind
from sagemaker_hosting.core.errors import InvalidProps
from tests.artifact.corpus.build import SCRIPT, safetensors
from tests.artifact.corpus.mistakes import MODEL, ONNX


def written(root: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def names(plan: Plan) -> list[str]:
    return [item.member.name for item in plan.items if item.member.kind is Kind.FILE]


GIVEN: dict[Framework, dict[str, str | bytes]] = {
    Framework.PYTORCH: {"inference.py": SCRIPT, "requirements.txt": "pandas==2\n",
        "model.joblib": MODEL,
    },
    Framework.SKLEARN: {"inference.py": SCRIPT, "churn/__init__.py": "", "model.joblib": MODEL},
    Framework.MXNET: {"inference.py": SCRIPT, "model.joblib": MODEL},
    Framework.XGBOOST: {"inference.py": SCRIPT, "model.joblib": MODEL},
    Framework.HUGGINGFACE: {
        "inference.py": SCRIPT,
        "modeling_mine.py": "x = 1\n",
        "config.json": "{}",
        "model.safetensors": safetensors(),
        "model.joblib": MODEL,
    },
    Framework.TENSORFLOW: {
        "saved_model.pb": b"x",
        "variables/variables.index": b"x",
        "inference.py": "def handler(data, context): ...\n",
    },
    Framework.DJL: {"serving.properties": "engine=Python\n", "model.py": "x = 1\n"},
    Framework.TORCHSERVE: {
        "MAR-INF/MANIFEST.json": '{"model": {"handler": "handler.py"}}',
        "handler.py": "x = 1\n",
    },
    Framework.TRITON: {"config.pbtxt": ONNX, "1/model.onnx": b"x"},
    Framework.OWN: {"serve": "#!/bin/sh\n", "model.bin": b"x"},
}  # fmt: skip
LAID_OUT = {
    Framework.PYTORCH: ["code/inference.py", "code/requirements.txt", "model.joblib"],
    Framework.SKLEARN: ["code/churn/__init__.py", "code/inference.py", "model.joblib"],
    Framework.MXNET: ["code/inference.py", "model.joblib"],
    Framework.XGBOOST: ["code/inference.py", "model.joblib"],
    Framework.HUGGINGFACE: [
        "code/inference.py",
        "config.json",
        "model.joblib",
        "model.safetensors",
        "modeling_mine.py",
    ],
    Framework.TENSORFLOW: [
        "1/saved_model.pb",
        "1/variables/variables.index",
        "code/inference.py",
    ],
    Framework.DJL: ["model.py", "serving.properties"],
    Framework.TORCHSERVE: ["MAR-INF/MANIFEST.json", "handler.py"],
    Framework.TRITON: ["net/1/model.onnx", "net/config.pbtxt"],
    Framework.OWN: ["model.bin", "serve"],
}


@pytest.mark.parametrize("framework", Framework)
def test_what_a_data_scientist_has_becomes_what_the_container_wants(
    tmp_path: Path, framework: Framework
) -> None:
    directory = written(tmp_path / "model", GIVEN[framework])
    if framework is Framework.OWN:
        (directory / "serve").chmod(0o755)
    plan = arranged(plan_directory(directory), framework)
    assert names(plan) == LAID_OUT[framework]
    findings = check_contents(inspect_plan(plan, "model"), Declaration(framework=framework))
    assert findings == []


@pytest.mark.parametrize("framework", Framework)
def test_what_is_laid_out_already_stays(tmp_path: Path, framework: Framework) -> None:
    directory = written(tmp_path / "model", GIVEN[framework])
    once = arranged(plan_directory(directory), framework)
    packed = tmp_path / "again"
    for item in once.items:
        if item.member.kind is Kind.FILE:
            written(packed, {item.member.name: item.path.read_bytes()})
    again = arranged(plan_directory(packed), framework)
    assert names(again) == names(once)
    assert again.moved == ()


def test_the_moves_are_reported(tmp_path: Path) -> None:
    directory = written(tmp_path / "model", GIVEN[Framework.PYTORCH])
    plan = arranged(plan_directory(directory), Framework.PYTORCH)
    assert plan.moved == (
        ("inference.py", "code/inference.py"),
        ("requirements.txt", "code/requirements.txt"),
    )


def test_new_folders_are_in_the_archive(tmp_path: Path) -> None:
    directory = written(tmp_path / "model", GIVEN[Framework.TENSORFLOW])
    plan = arranged(plan_directory(directory), Framework.TENSORFLOW)
    folders = [item.member.name for item in plan.items if item.member.kind is Kind.DIRECTORY]
    assert folders == ["1", "1/variables", "code"]
    digest = pack_plan(plan, tmp_path / "a.tar.gz").digest
    twin = written(
        tmp_path / "twin",
        {item.member.name: item.path.read_bytes() for item in plan.items if item.path.is_file()},
    )
    assert pack_plan(plan_directory(twin), tmp_path / "b.tar.gz").digest == digest


def test_a_saved_model_in_a_named_directory_becomes_version_1(tmp_path: Path) -> None:
    directory = written(tmp_path, {"export/saved_model.pb": b"x", "export/variables/v": b"y"})
    plan = arranged(plan_directory(directory), Framework.TENSORFLOW)
    assert names(plan) == ["1/saved_model.pb", "1/variables/v"]


def test_a_model_of_triton_without_a_name_is_called_as_its_directory(tmp_path: Path) -> None:
    directory = written(tmp_path / "churn", {"config.pbtxt": 'backend: "onnxruntime"\n'})
    plan = arranged(plan_directory(directory), Framework.TRITON)
    assert names(plan) == ["churn/config.pbtxt"]


def test_a_script_that_is_in_code_already_is_not_replaced(tmp_path: Path) -> None:
    directory = written(tmp_path, {"inference.py": "x = 1\n", "code/inference.py": "x = 2\n"})
    plan = arranged(plan_directory(directory), Framework.PYTORCH)
    assert names(plan) == ["code/inference.py", "inference.py"]


def test_refuses_two_files_for_one_place(tmp_path: Path) -> None:
    directory = written(tmp_path, {"saved_model.pb": b"x", "1/saved_model.pb": b"y"})
    with pytest.raises(InvalidProps, match=r"both belong at '1/saved_model\.pb'"):
        arranged(plan_directory(directory), Framework.TENSORFLOW)


def test_a_prefix_is_prepared(tmp_path: Path) -> None:
    directory = written(tmp_path / "model", GIVEN[Framework.PYTORCH])
    (directory / "empty").mkdir()
    plan = arranged(plan_directory(directory), Framework.PYTORCH)
    prepared = prepare_prefix(plan, tmp_path / "upload")
    found = {
        path.relative_to(tmp_path / "upload").as_posix(): path.read_bytes()
        for path in (tmp_path / "upload").rglob("*")
        if path.is_file()
    }
    assert found == {
        "code/inference.py": SCRIPT.encode(),
        "code/requirements.txt": b"pandas==2\n",
        "model.joblib": MODEL,
    }
    assert prepared.files == 3
    assert prepared.total_bytes == plan.total_bytes
    assert prepared.digest == pack_plan(plan, tmp_path / "model.tar.gz").digest
    assert not (tmp_path / "upload" / "empty").exists()


def test_a_prefix_is_copied_where_links_are_not_allowed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError("cross-device link")

    monkeypatch.setattr("os.link", refuse)
    plan = plan_directory(written(tmp_path / "model", {"a": b"x"}))
    prepare_prefix(plan, tmp_path / "upload")
    assert (tmp_path / "upload" / "a").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["upload", "model/upload"])
def test_refuses_a_directory_that_cannot_be_made(tmp_path: Path, name: str) -> None:
    plan = plan_directory(written(tmp_path / "model", {"a": b"x"}))
    if name == "upload":
        (tmp_path / name).mkdir()
    with pytest.raises(InvalidProps):
        prepare_prefix(plan, tmp_path / name)


def test_a_failure_half_way_leaves_no_directory(tmp_path: Path) -> None:
    plan = plan_directory(written(tmp_path / "model", {"a": b"x", "b": b"y"}))
    (tmp_path / "model" / "b").chmod(0o644)

    def fail(done: int, total: int) -> None:
        if done == total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prepare_prefix(plan, tmp_path / "upload", progress=fail)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["model"]
