"""Real models: built here, packed, served, and answering what their library answers in process."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import joblib
import numpy
import onnx
import onnxruntime
import pytest
import xgboost
from onnx import TensorProto, helper, numpy_helper
from sklearn.datasets import load_breast_cancer, load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from tests.artifact.artifacts import answers, command, findings, pack, write

IRIS = load_iris()
ROWS = IRIS.data[::30].tolist()


@pytest.fixture(scope="module")
def classifier() -> LogisticRegression:
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=200))
    return model.fit(IRIS.data.astype(numpy.float32), IRIS.target)


SKLEARN = """
import os
import joblib

def model_fn(model_dir):
    return joblib.load(os.path.join(model_dir, "model.joblib"))

def predict_fn(data, model):
    return {"label": model.predict(data).tolist(), "odds": model.predict_proba(data).tolist()}
"""


def test_scikit_learn(classifier: LogisticRegression, tmp_path: Path) -> None:
    model = write(tmp_path / "model", {"code/inference.py": SKLEARN})
    joblib.dump(classifier, model / "model.joblib")
    rows = numpy.array(ROWS, dtype=numpy.float32)
    expected = {
        "label": classifier.predict(rows).tolist(),
        "odds": classifier.predict_proba(rows).tolist(),
    }
    assert len(set(expected["label"])) > 1
    archive = pack(model)
    assert findings(archive, "sklearn") == {}
    result = answers(archive, ROWS, expected, "--framework", "sklearn")
    assert result.exit_code == 0, result.output


def test_xgboost_as_the_built_in_algorithm_serves_it(tmp_path: Path) -> None:
    data = load_breast_cancer()
    booster = xgboost.train(
        {"objective": "binary:logistic", "max_depth": 3, "nthread": 1, "seed": 7},
        xgboost.DMatrix(data.data, label=data.target),
        num_boost_round=20,
    )
    (tmp_path / "model").mkdir()
    booster.save_model(tmp_path / "model" / "xgboost-model.ubj")
    rows = data.data[::100]
    scores = booster.predict(xgboost.DMatrix(rows)).tolist()
    assert len(set(scores)) > 3
    text = "\n".join(",".join(map(repr, row)) for row in rows.tolist())
    archive = pack(tmp_path / "model")
    assert findings(archive, "xgboost") == {}
    result = answers(
        archive, text, ",".join(map(str, scores)),
        "--framework", "xgboost", suffix="csv",
    )  # fmt: skip
    assert result.exit_code == 0, result.output


ONNX = """
import json
import os

import numpy
import onnxruntime

def model_fn(model_dir):
    return onnxruntime.InferenceSession(os.path.join(model_dir, "model.onnx"))

def input_fn(data, content_type):
    return numpy.array(json.loads(data), dtype=numpy.float32)

def predict_fn(data, model):
    return model.run(None, {"x": data})[0]

def output_fn(prediction, accept):
    return json.dumps(prediction.tolist())
"""


def test_onnx_in_the_pytorch_container(tmp_path: Path) -> None:
    generator = numpy.random.default_rng(3)
    weights = {
        name: generator.normal(size=shape).astype(numpy.float32)
        for name, shape in (("w1", (4, 8)), ("b1", (8,)), ("w2", (8, 3)))
    }
    graph = helper.make_graph(
        [
            helper.make_node("MatMul", ["x", "w1"], ["a"]),
            helper.make_node("Add", ["a", "b1"], ["b"]),
            helper.make_node("Relu", ["b"], ["c"]),
            helper.make_node("MatMul", ["c", "w2"], ["d"]),
            helper.make_node("Softmax", ["d"], ["y"]),
        ],
        "network",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, [None, 4])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [None, 3])],
        [numpy_helper.from_array(array, name) for name, array in weights.items()],
    )
    network = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.checker.check_model(network)
    model = write(tmp_path / "model", {"code/inference.py": ONNX})
    onnx.save(network, model / "model.onnx")
    session = onnxruntime.InferenceSession(network.SerializeToString())
    rows = numpy.array(ROWS, dtype=numpy.float32)
    expected = session.run(None, {"x": rows})[0]
    by_hand = numpy.maximum(rows @ weights["w1"] + weights["b1"], 0) @ weights["w2"]
    assert numpy.allclose(
        expected, numpy.exp(by_hand) / numpy.exp(by_hand).sum(1, keepdims=True), atol=1e-5
    )
    assert (
        "imports onnxruntime, which neither the image nor" in findings(model, "pytorch")["SMH0745"]
    )
    write(model, {"code/requirements.txt": f"onnxruntime=={onnxruntime.__version__}\n"})
    archive = pack(model)
    assert findings(archive, "pytorch") == {}
    result = answers(
        archive, ROWS, expected.tolist(), "--framework", "pytorch", "--tolerance", "1e-6"
    )
    assert result.exit_code == 0, result.output


GUIDE = '''
import os
import json
import flask
import pickle
import numpy as np

# Define paths
prefix = '/opt/ml/'
model_path = os.path.join(prefix, 'model/model.pkl')
model = None

def load_model():
    """Load model at startup"""
    global model
    print("Loading model from: {}".format(model_path))
    with open(model_path, 'rb') as f:
        model = pickle.load(f)
    return model

app = flask.Flask(__name__)

@app.route('/ping', methods=['GET'])
def ping():
    return flask.Response(response=json.dumps({"status": "healthy"}), status=200)

@app.route('/invocations', methods=['POST'])
def predict():
    if flask.request.content_type != 'application/json':
        return flask.Response(response="only JSON", status=415)
    try:
        features = np.array(flask.request.get_json()['features'])
    except Exception as e:
        return flask.Response(response=f"Failed to parse input: {str(e)}", status=400)
    result = {'predictions': model.predict(features).tolist()}
    return flask.Response(response=json.dumps(result), status=200, mimetype='application/json')

if __name__ == '__main__':
    load_model()
    app.run(host='0.0.0.0', port=8080)
'''
"""The server of a guide, as its reader writes it into a container of their own."""

MENDED = (
    GUIDE.replace("'/opt/ml/'", "os.environ.get('SAGEMAKER_BASE_DIR', '/opt/ml')")
    .replace("8080", "int(os.environ.get('SAGEMAKER_BIND_TO_PORT', '8080'))")
    .replace("0.0.0.0", "127.0.0.1")
)


@pytest.fixture
def own_container(classifier: LogisticRegression, tmp_path: Path) -> tuple[Path, Path]:
    """Return the archive with the model alone, and the directory of the image's program."""
    archive = pack(write(tmp_path / "model", {"model.pkl": pickle.dumps(classifier)}))
    return archive, write(tmp_path / "image", {"inference.py": GUIDE})


def test_own_container_that_reads_a_path_of_the_container_is_told(
    own_container: tuple[Path, Path],
) -> None:
    archive, image = own_container
    result = answers(archive, {}, {}, "--program", image / "inference.py")
    assert result.exit_code == 1
    assert (
        "cause: the program reads /opt/ml/model/model.pkl, a path that exists in" in result.output
    )
    assert "SAGEMAKER_BASE_DIR" in result.output


def test_own_container_on_a_port_of_its_own_is_told(own_container: tuple[Path, Path]) -> None:
    archive, image = own_container
    text = "#!/bin/sh\necho ' * Running on http://127.0.0.1:8080'\nexec sleep 60\n"
    serve = write(image, {"serve": text}) / "serve"
    serve.chmod(0o755)
    result = answers(archive, {}, {}, "--program", image, "--startup-timeout", 2)
    assert result.exit_code == 1
    assert "/ping did not answer 200 within 2 s" in result.output
    assert "cause: the server listens on port 8080 whatever it is told" in result.output
    assert "SAGEMAKER_BIND_TO_PORT" in result.output


def test_own_container_with_flask(
    own_container: tuple[Path, Path], classifier: LogisticRegression, tmp_path: Path
) -> None:
    archive, image = own_container
    assert findings(archive, "own") == {}
    write(image, {"inference.py": MENDED})
    expected = {"predictions": classifier.predict(numpy.array(ROWS)).tolist()}
    write(
        tmp_path,
        {
            "good.json": json.dumps({"features": ROWS}),
            "bad.json": json.dumps({"rows": ROWS}),
            "rows.csv": "1,2,3,4",
            "expected": json.dumps(expected),
        },
    )
    sent = [
        option
        for name in ("good.json", "bad.json", "rows.csv")
        for option in ("--payload", tmp_path / name, "--expect", tmp_path / "expected")
    ]
    result = command(
        "test", archive, "--program", image / "inference.py", *sent, "--format", "json"
    )
    found = json.loads(result.stdout)
    assert found["served"] == ["model.tar.gz: its own server, inference.py serve"]
    good, bad, csv = found["payloads"]
    assert (good["requests"], good["failures"]) == (10, [])
    assert bad["failures"] == ["status 400: Failed to parse input: 'features'"]
    assert csv["failures"] == ["status 415: only JSON"]
    assert result.exit_code == 1
