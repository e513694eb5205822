"""The example model: the same bytes everywhere, and a handler that keeps its contract."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from infra.models.iris import train


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("models") / "iris"
    assert train.train(directory)
    return directory


@pytest.fixture(scope="module")
def handler(directory: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("inference", directory / "code/inference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_training_again_gives_the_same_bytes(directory: Path, tmp_path: Path) -> None:
    train.train(tmp_path / "iris")
    first = {path.name: path.read_bytes() for path in directory.rglob("*.json")}
    assert {path.name: path.read_bytes() for path in (tmp_path / "iris").rglob("*.json")} == first


def test_a_model_of_the_same_sources_is_left_alone(directory: Path) -> None:
    written = (directory / "model.json").stat().st_mtime_ns
    assert not train.train(directory)
    assert (directory / "model.json").stat().st_mtime_ns == written


def test_the_handler_serves_the_model_that_was_trained(
    directory: Path, handler: ModuleType
) -> None:
    iris = load_iris()
    fitted = LogisticRegression(solver="newton-cholesky", tol=1e-10).fit(iris.data, iris.target)
    model = handler.model_fn(str(directory))
    body = json.dumps(iris.data.tolist())
    answers = handler.predict_fn(handler.input_fn(body, "application/json"), model)
    expected = [iris.target_names[index] for index in fitted.predict(iris.data)]
    assert [answer["species"] for answer in answers] == expected
    for answer, shares in zip(answers, fitted.predict_proba(iris.data), strict=True):
        assert list(answer["probabilities"].values()) == pytest.approx(list(shares), abs=1e-3)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ("[[5.1, 3.5, 1.4, 0.2]]", "application/json"),
        (b"[5.1, 3.5, 1.4, 0.2]", "application/json; charset=utf-8"),
        ("5.1,3.5,1.4,0.2\n", "text/csv"),
    ],
)
def test_the_handler_reads(
    directory: Path, handler: ModuleType, body: str | bytes, content_type: str
) -> None:
    model = handler.model_fn(str(directory))
    answers = handler.predict_fn(handler.input_fn(body, content_type), model)
    written, kind = handler.output_fn(answers, "*/*")
    assert kind == "application/json"
    assert json.loads(written)["predictions"][0]["species"] == "setosa"


def test_the_handler_refuses_other_content(handler: ModuleType) -> None:
    with pytest.raises(ValueError, match="image/png"):
        handler.input_fn(b"", "image/png")
