"""What a container does where the script of a model does not say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy
import pytest
import xgboost

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.container import ModelContainer
from sagemaker_hosting.runner.servable import ContainerFailure

ROWS = numpy.array([[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [3.0, 1.0]] * 8)
TARGET = ROWS @ numpy.array([1.0, 2.0])
CSV = b"0.5,1.5\n2.5,0.5\n"


@pytest.fixture(scope="module")
def booster() -> xgboost.Booster:
    return xgboost.train(
        {"objective": "reg:squarederror", "seed": 1, "nthread": 1},
        xgboost.DMatrix(ROWS, label=TARGET),
        num_boost_round=5,
    )


@pytest.fixture
def expected(booster: xgboost.Booster) -> list[float]:
    return [float(x) for x in booster.predict(xgboost.DMatrix([[0.5, 1.5], [2.5, 0.5]]))]


def test_xgboost_without_a_script_is_the_algorithm(
    booster: xgboost.Booster, expected: list[float], tmp_path: Path
) -> None:
    booster.save_model(tmp_path / "model.ubj")
    with ModelContainer(tmp_path, framework="xgboost") as container:
        answer = container.invoke(CSV, content_type="text/csv")
        as_json = container.invoke(CSV, content_type="text/csv", accept="application/json")
        sparse = container.invoke(b"1 0:0.5 1:1.5\n0 0:2.5 1:0.5", content_type="text/libsvm")
    assert answer.content_type == "text/csv"
    assert [float(score) for score in answer.body.decode().split(",")] == expected
    assert json.loads(as_json.body) == expected
    assert sparse.body == answer.body


def test_xgboost_hands_a_script_a_dmatrix(
    booster: xgboost.Booster, expected: list[float], tmp_path: Path
) -> None:
    booster.save_model(tmp_path / "xgboost-model.json")
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "inference.py").write_text(
        "import os, xgboost\n"
        "def model_fn(model_dir):\n"
        "    booster = xgboost.Booster()\n"
        "    booster.load_model(os.path.join(model_dir, 'xgboost-model.json'))\n"
        "    return booster\n"
    )
    with ModelContainer(tmp_path, framework="xgboost") as container:
        answer = container.invoke(CSV, content_type="text/csv")
        refused = container.invoke(b"[[1, 2]]", content_type="application/json")
    assert json.loads(answer.body) == expected
    assert refused.status == 415


def test_pytorch_without_a_script_wants_exactly_one_model_file(tmp_path: Path) -> None:
    (tmp_path / "metadata.pkl").write_bytes(b"")
    with pytest.raises(ContainerFailure) as caught, ModelContainer(tmp_path, framework="pytorch"):
        pass
    assert "Exactly one .pth or .pt file is required for PyTorch models: []" in (
        caught.value.log_tail
    )


FAKE_TORCH = '''
"""The few names of torch that the default handlers touch."""
from types import SimpleNamespace
import contextlib, numpy

class Tensor:
    def __init__(self, array): self.array = numpy.asarray(array)
    def to(self, device): return self
    def detach(self): return self
    def cpu(self): return self
    def numpy(self): return self.array

class Model:
    def __init__(self, path): self.scale = float(open(path).read())
    def to(self, device): return self
    def eval(self): self.ready = True
    def __call__(self, tensor):
        assert self.ready and no_grad.on
        return Tensor(tensor.array * self.scale)

class no_grad(contextlib.ContextDecorator):
    on = False
    def __enter__(self): no_grad.on = True
    def __exit__(self, *_): no_grad.on = False

FloatTensor = lambda array: Tensor(numpy.asarray(array, dtype="float32"))
from_numpy = Tensor
device = str
cuda = SimpleNamespace(is_available=lambda: False)
jit = SimpleNamespace(load=lambda path, map_location: Model(path))
'''


def test_pytorch_without_a_script_loads_torchscript_and_answers(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "torch.py").write_text(FAKE_TORCH)
    model = tmp_path / "model"
    model.mkdir()
    (model / "net.pth").write_text("3")
    environment = {"PYTHONPATH": str(tmp_path / "site")}
    with ModelContainer(model, environment, framework="pytorch") as container:
        assert json.loads(container.invoke(b"[[1, 2]]").body) == [[3.0, 6.0]]


FAKE_TRANSFORMERS = """
def pipeline(task, model, tokenizer):
    def answer(inputs, **parameters):
        return [{"task": task, "label": inputs, **parameters}]
    return answer
"""


def test_hugging_face_builds_the_pipeline_of_the_task(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "transformers.py").write_text(FAKE_TRANSFORMERS)
    model = tmp_path / "model"
    model.mkdir()
    environment = {"PYTHONPATH": str(tmp_path / "site"), "HF_TASK": "text-classification"}
    with ModelContainer(model, environment, framework="huggingface") as container:
        answer = container.invoke(b'{"inputs": "good", "parameters": {"top_k": 1}}')
        table = container.invoke(b"inputs\ngood\nbad\n", content_type="text/csv", accept="text/csv")
        broken = container.invoke(b"{")
    assert json.loads(answer.body) == [{"task": "text-classification", "label": "good", "top_k": 1}]
    assert table.body.decode().splitlines()[0] == "task,label"
    assert broken.status == 400


def test_hugging_face_without_a_task_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ContainerFailure) as caught:
        ModelContainer(tmp_path, framework="huggingface").start()
    assert "HF_TASK" in caught.value.log_tail


def test_a_script_that_is_named_must_be_there(tmp_path: Path) -> None:
    container = ModelContainer(tmp_path, {"SAGEMAKER_PROGRAM": "entry.py"}, framework="pytorch")
    with pytest.raises(LocalAwsError, match=r"has no code/entry\.py"):
        container.start()
