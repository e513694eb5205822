"""SMH0731."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from sagemaker_hosting.artifact.config.yaml import NotPlain, parse_yaml
from sagemaker_hosting.artifact.contents import Contents
from sagemaker_hosting.artifact.declaration import Declaration
from sagemaker_hosting.artifact.rule import ArtifactRule
from sagemaker_hosting.core.findings import Finding

_NAMES: Final = frozenset(
    {"model-config.yaml", "model-config.yml", "model_config.yaml", "model_config.yml"}
)
_WHOLE: Final = {
    "minWorkers": 0,
    "maxWorkers": 0,
    "batchSize": 1,
    "maxBatchDelay": 0,
    "responseTimeout": 1,
    "startupTimeout": 1,
}
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "deviceType": ("cpu", "gpu", "neuron"),
    "parallelType": ("custom", "none", "pp", "pptp", "tp"),
}


def _problems(config: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield the setting that is wrong, why, and how to mend it."""
    for key, least in _WHOLE.items():
        value = config.get(key)
        if value is not None and (type(value) is not int or value < least):
            yield key, f"{key} is {value!r}", f"write a whole number from {least}"
    for key, words in _WORDS.items():
        value = config.get(key)
        if value is not None and value not in words:
            yield key, f"{key} is {value!r}", f"write one of {', '.join(words)}"
    for key in config:
        meant = get_close_matches(key, [*_WHOLE, *_WORDS, "deviceIds", "torchrun"], 1, 0.85)
        if meant and key != meant[0]:
            yield key, f"{key} is no setting of TorchServe", f"write {meant[0]}"
    low, high = config.get("minWorkers"), config.get("maxWorkers")
    if type(low) is int and type(high) is int and low > high:
        yield "minWorkers", f"minWorkers {low} is above maxWorkers {high}", "make maxWorkers larger"
    yield from _devices(config)


def _devices(config: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    devices, torchrun = config.get("deviceIds"), config.get("torchrun")
    each = torchrun.get("nproc-per-node") if isinstance(torchrun, dict) else None
    if isinstance(devices, list) and type(each) is int and each > 0 and len(devices) % each:
        yield (
            "deviceIds",
            f"{len(devices)} devices do not divide into workers of {each}",
            "name a multiple of torchrun.nproc-per-node",
        )


def _too_many(config: Mapping[str, Any], gpus: int | None) -> Iterator[tuple[str, str, str]]:
    """Yield what asks for more GPUs than the instance has."""
    torchrun, workers = config.get("torchrun"), config.get("maxWorkers")
    each = torchrun.get("nproc-per-node") if isinstance(torchrun, dict) else None
    if gpus is None or config.get("deviceType") == "cpu":
        return
    if type(each) is int and type(workers) is int and each * workers > gpus:
        yield (
            "maxWorkers",
            f"{workers} workers of {each} GPUs each; the instance has {gpus}",
            f"set maxWorkers to {gpus // each or 1}",
        )
    devices = config.get("deviceIds")
    beyond = [each for each in devices or () if type(each) is int and each >= gpus]
    if isinstance(devices, list) and beyond:
        yield "deviceIds", f"there is no GPU {beyond[0]}; the instance has {gpus}", "name fewer"


class TorchserveConfig(ArtifactRule):
    """``model-config.yaml`` sets workers, batching and devices of a model. TorchServe does not
    start a model whose smallest number of workers is above the largest, or whose devices do
    not divide among them.
    """

    id = "SMH0731"
    title = "settings that TorchServe understands"
    facts = ("torchserve-model-config", "ts-model-config", "ts-device-ids", "ts-gpu-assignment")
    pages = (317, 318, 376)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-torchserve.html"

    def check(self, contents: Contents, declared: Declaration) -> Iterator[Finding]:
        for path in sorted(contents.paths):
            if path.rpartition("/")[2] not in _NAMES:
                continue
            try:
                config, places = parse_yaml(contents.text(path) or "")
            except NotPlain:
                continue
            for key, problem, fix in (*_problems(config), *_too_many(config, declared.gpus)):
                yield self.finding(path, problem, fix, line=places.get(key))
