"""The Hugging Face container: a transformers pipeline for HF_TASK, requests as dictionaries."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import Any

from sagemaker_hosting.runner import codec
from sagemaker_hosting.runner.frameworks import Defaults

_IMAGES = ("image/jpeg", "image/png", "image/tiff", "image/bmp", "image/gif", "image/webp")


def defaults(has_script: bool) -> Defaults:
    """Return the handlers."""
    return HuggingFace()


class HuggingFace(Defaults):
    """As sagemaker-huggingface-inference-toolkit serves; every failure is a 400."""

    error_status = 400

    def model_fn(self, model_dir: str) -> Any:
        """Build the pipeline of HF_TASK.

        Raises:
            ValueError: HF_TASK is not set. The toolkit can tell some tasks from config.json; here
                the task has to be named.
        """
        task = os.environ.get("HF_TASK")
        if not task:
            raise ValueError("You need to define the task of the model as env 'HF_TASK'.")
        from transformers import pipeline

        return pipeline(task=task, model=model_dir, tokenizer=model_dir)

    def input_fn(self, data: bytes | str, content_type: str) -> Any:
        kind = codec.media_type(content_type)
        if kind == codec.JSON:
            return json.loads(data)
        if kind == codec.CSV:
            return _csv(data.decode() if isinstance(data, bytes) else data)
        if kind == codec.NPY:
            return codec.decode(data, kind)
        if kind.startswith("audio/"):
            return {"inputs": data}
        if kind in _IMAGES:
            from PIL import Image

            assert isinstance(data, bytes)
            return {"inputs": Image.open(io.BytesIO(data)).convert("RGB")}
        raise codec.UnsupportedFormat(content_type)

    def predict_fn(self, data: Any, model: Any) -> Any:
        """Call the pipeline with `inputs`, and `parameters` as its arguments."""
        inputs = data.pop("inputs", data)
        parameters = data.pop("parameters", None) or {}
        return model(inputs, **parameters)

    def output_fn(self, prediction: Any, accept: str) -> bytes:
        kind = codec.media_type(accept)
        if kind == codec.CSV:
            rows = prediction if isinstance(prediction, list) else list(prediction)
            stream = io.StringIO()
            writer = csv.DictWriter(stream, rows[0].keys())
            writer.writeheader()
            writer.writerows(rows)
            return stream.getvalue().encode()
        return codec.encode(prediction, accept)


def _csv(text: str) -> dict[str, Any]:
    rows = list(csv.DictReader(io.StringIO(text)))
    names = set(rows[0]) if rows else set()
    if not names & {"question", "context", "inputs"}:
        raise ValueError(
            "You need to provide the correct CSV with Header columns to use it with the inference "
            "toolkit default handler."
        )
    return {"inputs": [row["inputs"] for row in rows] if "inputs" in names else rows}
