"""The XGBoost container: DMatrix for a script, and the built-in algorithm without one."""

from __future__ import annotations

import csv
import os
import pickle
from pathlib import Path
from typing import Any

from sagemaker_hosting.runner import codec
from sagemaker_hosting.runner.frameworks import Defaults

_LIBSVM = ("text/libsvm", "text/x-libsvm")


def defaults(has_script: bool) -> Defaults:
    """Return the handlers of a script, or those of the algorithm."""
    return WithScript() if has_script else Algorithm()


class WithScript(Defaults):
    """A script decides how the model is loaded; requests become a DMatrix."""

    def input_fn(self, data: bytes | str, content_type: str) -> Any:
        """Decode CSV without a header, or LIBSVM."""
        import xgboost

        text = data.decode() if isinstance(data, bytes) else data
        kind = codec.media_type(content_type)
        if kind == codec.CSV:
            return xgboost.DMatrix(_csv(text))
        if kind in _LIBSVM:
            return xgboost.DMatrix(_libsvm(text))
        raise codec.UnsupportedFormat(content_type)

    def predict_fn(self, data: Any, model: Any) -> Any:
        return model.predict(data, validate_features=False)


class Algorithm(WithScript):
    """The model is the first file at the root: a pickled Booster, or one saved by XGBoost."""

    accept = codec.CSV

    def model_fn(self, model_dir: str) -> Any:
        """Load the first file at the root."""
        files = sorted(path for path in Path(model_dir).iterdir() if path.is_file())
        if not files:
            raise ValueError(f"Unable to load model: {model_dir} holds no file")
        booster = _load(files[0])
        booster.set_param("nthread", 1)
        return booster

    def predict_fn(self, data: Any, model: Any) -> Any:
        """Predict with the best iteration, when early stopping found one."""
        try:
            rounds = (0, int(model.best_iteration) + 1)
        except AttributeError:
            rounds = (0, 0)
        return model.predict(data, validate_features=False, iteration_range=rounds)

    def output_fn(self, prediction: Any, accept: str) -> bytes:
        """Return the scores on one line, as the algorithm does, or as JSON."""
        kind = codec.media_type(accept)
        if kind != codec.CSV:
            if kind != codec.JSON:
                raise codec.UnsupportedFormat(accept)
            return codec.encode(prediction, accept)
        scores = [str(score) for score in prediction.tolist()]
        if os.environ.get("SAGEMAKER_BATCH"):
            return ("\n".join(scores) + "\n").encode()
        return ",".join(scores).encode()


def _load(path: Path) -> Any:
    import xgboost

    try:
        with path.open("rb") as file:
            return pickle.load(file)
    except Exception as as_pickle:
        booster = xgboost.Booster()
        try:
            booster.load_model(str(path))
        except Exception as as_model:
            raise ValueError(f"Unable to load model: {as_pickle} {as_model}") from as_model
        return booster


def _csv(text: str) -> Any:
    import numpy

    rows = csv.reader(text.strip().splitlines())
    return numpy.array(
        [[float(cell) if cell.strip() else numpy.nan for cell in row] for row in rows]
    )


def _libsvm(text: str) -> Any:
    from scipy.sparse import csr_matrix

    rows, columns, values = [], [], []
    lines = text.strip().splitlines()
    for number, line in enumerate(lines):
        for item in line.split():
            column, colon, value = item.partition(":")
            if colon:
                rows.append(number)
                columns.append(int(column))
                values.append(float(value))
    width = max(columns, default=-1) + 1
    return csr_matrix((values, (rows, columns)), shape=(len(lines), width))
