"""SMH0729."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from sagemaker_hosting.artifact.config.properties import Property, parse_properties
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_WHOLE: Final = frozenset(
    {
        "batch_size",
        "cpu.maxWorkers",
        "cpu.minWorkers",
        "gpu.maxWorkers",
        "gpu.minWorkers",
        "job_queue_size",
        "max_batch_delay",
        "max_idle_time",
        "maxWorkers",
        "metrics_aggregation",
        "minWorkers",
        "required_memory_mb",
        "reserved_memory_mb",
        "gpu.required_memory_mb",
        "gpu.reserved_memory_mb",
        "retry_threshold",
    }
)
_KNOWN: Final = _WHOLE | {
    "application",
    "engine",
    "load_on_devices",
    "log_model_metric",
    "log_request_metric",
    "model_file_name",
    "translatorFactory",
    "translator",
}
_ENGINES: Final = (
    "DeepSpeed", "FasterTransformer", "LightGBM", "Llama", "MPI", "MXNet", "OnnxRuntime", "Python",
    "PyTorch", "Rust", "SentencePiece", "TensorFlow", "TensorRT", "TFLite", "XGBoost",
)  # fmt: skip


def _whole(value: str) -> bool:
    return re.fullmatch(r"-?[0-9]+", value) is not None


def _above(low: str, high: str) -> bool:
    return _whole(low) and _whole(high) and int(low) > int(high) >= 0


def _problem(setting: Property) -> tuple[str, str] | None:
    """Return what is wrong with a setting, and how to mend it; None when nothing is known."""
    key, value = setting.key, setting.value
    if key in _WHOLE:
        # -1 stands for the default.
        if not _whole(value) or int(value) < -1:
            return f"{key}={value} is no whole number", f"write {key} as digits"
    elif key == "option.tensor_parallel_degree":
        if value != "max" and (not _whole(value) or int(value) < 1):
            return f"{key}={value} is neither a number of devices nor max", f"write {key}=max"
    elif key == "engine":
        meant = get_close_matches(value.lower(), [each.lower() for each in _ENGINES], 1, 0.7)
        if value not in _ENGINES and meant:
            name = next(each for each in _ENGINES if each.lower() == meant[0])
            return f"engine={value} is no engine of DJL Serving", f"write engine={name}"
    elif key not in _KNOWN and not key.startswith("option."):
        meant = get_close_matches(key, sorted(_KNOWN), 1, 0.8)
        if meant:
            return f"{key} is no setting of DJL Serving", f"write {meant[0]}"
    return None


class DjlProperties(ArtifactRule):
    """DJL Serving ignores a setting of ``serving.properties`` that it does not know, and fails
    on a value that it cannot read.
    """

    id = "SMH0729"
    title = "settings that DJL Serving understands"
    facts = (
        "djl-serving-properties-location",
        "djl-worker-props",
        "djl-memory-props",
        "djl-engines",
    )
    pages = (382, 384, 385)
    url = "https://docs.djl.ai/master/docs/serving/serving/docs/configurations_model.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.paths):
            if path.rpartition("/")[2] != "serving.properties":
                continue
            settings, broken = parse_properties(contents.text(path) or "")
            for line, text in broken:
                yield self.finding(
                    path, f"{text[:60]!r} is no setting", "write key=value", line=line
                )
            values = {setting.key: setting for setting in settings}
            for setting in settings:
                problem = _problem(setting)
                if problem is not None:
                    yield self.finding(path, problem[0], problem[1], line=setting.line)
            low, high = values.get("minWorkers"), values.get("maxWorkers")
            if low and high and _above(low.value, high.value):
                yield self.finding(
                    path,
                    f"minWorkers={low.value} is above maxWorkers={high.value}",
                    "make maxWorkers at least as large",
                    line=low.line,
                )
