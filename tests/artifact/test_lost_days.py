"""Three users who lost days: each broken project is reproduced, refused, mended, and served."""

from __future__ import annotations

from pathlib import Path

import numpy
import pytest

from sagemaker_hosting.artifact.training import check_training, read_project
from sagemaker_hosting.core.errors import InvalidProps
from tests.artifact.artifacts import answers, findings, pack, train, write

TRAIN = """
import os, pickle
import numpy

model = numpy.poly1d([2.0, 1.0])
"""


def refusals(path: Path) -> dict[str, str]:
    """Return what is said about training scripts: message and fix by rule."""
    return {each.rule: f"{each.message}; {each.fix}" for each in check_training(read_project(path))}


class TestPickleThatIsNotFound:
    """An archive with a folder too many, a model_fn that hides it, and a pickle in text mode."""

    SCRIPT = """
import os
import pickle
import logging

def model_fn(model_dir):
    logger = logging.getLogger()
    model_path = os.path.join(model_dir, "my_model.pkl")
    try:
        with open(model_path, "rb") as file:
            return pickle.load(file)
    except FileNotFoundError as e:
        logger.error(f"Error Loading Model: {e}")
        return None

def predict_fn(input_data, model):
    if model:
        return model(input_data)
    return None
"""
    MENDED = """
import os
import pickle

def model_fn(model_dir):
    with open(os.path.join(model_dir, "my_model.pkl"), "rb") as file:
        return pickle.load(file)

def predict_fn(input_data, model):
    return model(input_data)
"""

    def test_the_pickle_in_text_mode_is_refused_before_it_is_written(self, tmp_path: Path) -> None:
        bad = "pickle.dump(model, open(os.environ['SM_MODEL_DIR'] + '/my_model.pkl', 'w'))\n"
        script = write(tmp_path, {"train.py": TRAIN + bad}) / "train.py"
        said = refusals(script)
        assert list(said) == ["SMH0767"]
        assert "opened with mode 'w'; open it with mode 'wb'" in said["SMH0767"]

    def test_what_it_looked_like_passes_the_health_check_and_answers_null(
        self, tmp_path: Path
    ) -> None:
        files = {"model/my_model.pkl": b"", "code/inference.py": self.SCRIPT}
        archive = pack(write(tmp_path / "packed", files))
        said = findings(archive, "sklearn")
        assert (
            "the artifact has it at 'model/my_model.pkl'; pack it at 'my_model.pkl'"
            in (said["SMH0739"])
        )
        assert "catches the error and goes on without a model; let it raise" in said["SMH0742"]
        result = answers(archive, [[3.0]], [1])
        assert "started in" in result.output
        assert "answer is None, expected [1]" in result.output
        assert "Error Loading Model" in result.output

    def test_loading_that_fails_aloud_names_the_place_in_the_archive(self, tmp_path: Path) -> None:
        files = {"model/my_model.pkl": b"", "code/inference.py": self.MENDED}
        result = answers(pack(write(tmp_path / "packed", files)), [[3.0]], [1])
        assert result.exit_code == 1
        assert "cause: the archive holds no my_model.pkl, counted from its root" in result.output
        assert "fix: pack the directory that holds the model files, not its parent" in result.output

    def test_mended_it_is_packed_served_and_answers(self, tmp_path: Path) -> None:
        good = "pickle.dump(model, open(os.environ['SM_MODEL_DIR'] + '/my_model.pkl', 'wb'))\n"
        script = write(tmp_path / "src", {"train.py": TRAIN + good}) / "train.py"
        assert refusals(script) == {}
        model = write(tmp_path / "model", {"code/inference.py": self.MENDED})
        train(script, model)
        archive = pack(model)
        assert findings(archive, "sklearn") == {}
        result = answers(archive, [[0.0], [3.0]], [[1.0], [7.0]])
        assert result.exit_code == 0, result.output


class TestArchiveThatIsNotThere:
    """A job that succeeds and saves outside the model directory."""

    SAVE = "with open({where}, 'wb') as file:\n    pickle.dump(model, file)\n"
    BROKEN = TRAIN + "model_path = './model.pkl'\n" + SAVE.format(where="model_path")
    SERVES = TestPickleThatIsNotFound.MENDED.replace("my_model", "model")
    MENDED = (
        TRAIN
        + "import shutil\nroot = os.environ['SM_MODEL_DIR']\n"
        + SAVE.format(where="os.path.join(root, 'model.pkl')")
        + "shutil.copytree('code', os.path.join(root, 'code'))\n"
    )

    def test_the_script_is_refused_with_cause_and_fix(self, tmp_path: Path) -> None:
        said = refusals(write(tmp_path, {"train.py": self.BROKEN}) / "train.py")
        assert list(said) == ["SMH0761"]
        assert "pickle.dump saves to './model.pkl', relative to the working" in said["SMH0761"]
        assert "os.path.join(os.environ['SM_MODEL_DIR'], 'model.pkl')" in said["SMH0761"]

    def test_what_it_looked_like_leaves_nothing_to_pack(self, tmp_path: Path) -> None:
        script = write(tmp_path / "src", {"train.py": self.BROKEN}) / "train.py"
        train(script, tmp_path / "model")
        assert (tmp_path / "src" / "model.pkl").exists()
        with pytest.raises(InvalidProps, match="holds no files"):
            pack(tmp_path / "model")

    def test_the_advice_to_use_a_directory_of_any_name_is_refused_for_tensorflow(
        self, tmp_path: Path
    ) -> None:
        text = (
            "import tensorflow as tf, os\n"
            "tf.saved_model.save(model, os.path.join('/opt/ml/model', 'model'))\n"
        )
        assert list(refusals(write(tmp_path, {"train.py": text}) / "train.py")) == ["SMH0768"]

    def test_mended_it_is_packed_served_and_answers(self, tmp_path: Path) -> None:
        source = write(
            tmp_path / "src", {"train.py": self.MENDED, "code/inference.py": self.SERVES}
        )
        assert refusals(source) == {}
        train(source / "train.py", tmp_path / "model")
        archive = pack(tmp_path / "model")
        assert findings(archive, "sklearn") == {}
        result = answers(archive, [[0.0], [3.0]], [[1.0], [7.0]])
        assert result.exit_code == 0, result.output


class TestWorkersThatCrash:
    """An archive without code/inference.py, served by a default handler that finds no model."""

    TRAIN = """
import json, os, pickle, shutil
from pathlib import Path
import numpy

model_dir = Path(os.environ["SM_MODEL_DIR"])
with open(model_dir / "metadata.pkl", "wb") as file:
    pickle.dump(["shirt", "skirt", "shoe"], file)
numpy.savez(model_dir / "embeddings.npz", numpy.eye(3))
(model_dir / "config.json").write_text(json.dumps({"top": 1}))
shutil.copytree("stygig", model_dir / "stygig")
"""
    FIX = """
code_dir = model_dir / 'code'
code_dir.mkdir(parents=True, exist_ok=True)
shutil.copy('sagemaker/inference.py', code_dir / 'inference.py')
"""
    INFERENCE = """
import json, os, pickle
import numpy

def model_fn(model_dir):
    with open(os.path.join(model_dir, "metadata.pkl"), "rb") as file:
        names = pickle.load(file)
    return names, numpy.load(os.path.join(model_dir, "embeddings.npz"))["arr_0"]

def transform_fn(model, data, content_type, accept):
    names, embeddings = model
    nearest = numpy.argmax(embeddings @ numpy.array(json.loads(data)))
    return json.dumps({"nearest": names[nearest]})
"""

    def project(self, root: Path, script: str) -> Path:
        files = {
            "train.py": script,
            "sagemaker/inference.py": self.INFERENCE,
            "stygig/__init__.py": "",
        }
        return write(root / "src", files)

    def test_the_training_job_is_refused_with_cause_and_fix(self, tmp_path: Path) -> None:
        said = refusals(self.project(tmp_path, self.TRAIN))
        assert list(said) == ["SMH0764"]
        assert (
            "defines model_fn, and nothing puts this script into /opt/ml/model/code"
            in (said["SMH0764"])
        )
        assert "'code', 'inference.py')" in said["SMH0764"]

    def test_what_it_looked_like_is_a_crash_that_is_explained(self, tmp_path: Path) -> None:
        source = self.project(tmp_path, self.TRAIN)
        train(source / "train.py", tmp_path / "model")
        archive = pack(tmp_path / "model")
        said = findings(archive, "pytorch")
        assert "code/inference.py is missing, so the default handler is used" in said["SMH0720"]
        assert "put the script that loads the model at code/inference.py" in said["SMH0720"]
        result = answers(archive, [1, 0, 0], {}, "--framework", "pytorch")
        assert result.exit_code == 1
        assert "Exactly one .pth or .pt file is required for PyTorch models: []" in result.output
        assert "cause: the archive has no code/inference.py" in result.output
        assert "fix: put the handler script at code/inference.py" in result.output

    def test_mended_it_is_packed_served_and_answers(self, tmp_path: Path) -> None:
        source = self.project(tmp_path, self.TRAIN + self.FIX)
        assert refusals(source) == {}
        train(source / "train.py", tmp_path / "model")
        body = numpy.array([0.1, 0.9, 0.2]).tolist()
        archive = pack(tmp_path / "model")
        assert findings(archive, "pytorch") == {}
        result = answers(archive, body, {"nearest": "skirt"}, "--framework", "pytorch")
        assert result.exit_code == 0, result.output
