"""What an artifact is declared for: the container that opens it and the endpoint it serves."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.facts.images import Image, Owner, parse_image

Architecture = Literal["x86_64", "arm64"]

MODEL_DIR: Final = "/opt/ml/model"

_REPOSITORIES: Final = (
    (re.compile(r"pytorch-inference(-.*)?|stabilityai-pytorch-inference"), Framework.PYTORCH),
    (re.compile(r"tensorflow-inference(-.*)?"), Framework.TENSORFLOW),
    (re.compile(r"mxnet-inference(-.*)?"), Framework.MXNET),
    (re.compile(r"huggingface-(pytorch|tensorflow)-inference(-.*)?"), Framework.HUGGINGFACE),
    (re.compile(r"sagemaker-scikit-learn"), Framework.SKLEARN),
    (re.compile(r"sagemaker-xgboost"), Framework.XGBOOST),
    (re.compile(r"djl-inference"), Framework.DJL),
)
_TRITON: Final = "sagemaker-tritonserver"
_PYTHON: Final = re.compile(r"(?:^|-)py(\d)(\d{1,2})(?:-|$)")


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What is known of the model and the endpoint that an artifact is for.

    None stands for what is not known; no rule reports on that.

    Attributes:
        framework: Whose layout the container wants.
        version: The version of the framework.
        python: The version of Python in the container.
        architecture: What the container's processor is.
        environment: The model's environment variables; a value of None is not known.
        whole_environment: Whether ``environment`` holds them all.
        network_isolation: Whether the container has no network.
        multi_model: Whether the endpoint loads many archives from a prefix.
        serverless: Whether the endpoint is serverless.
        serverless_memory_mb: Its memory, in MB.
        gpus: How many GPUs the instance has.
        volume_gb: The size of the volume that the model is unpacked on.
        local_nvme: Whether the model lies on the instance's own disk instead.
        download_timeout: Seconds to download and unpack the model; 0 where the default counts.
    """

    framework: Framework | None = None
    version: tuple[int, ...] | None = None
    python: tuple[int, int] | None = None
    architecture: Architecture | None = None
    environment: Mapping[str, str | None] = field(default_factory=dict)
    whole_environment: bool = False
    network_isolation: bool | None = None
    multi_model: bool | None = None
    serverless: bool | None = None
    serverless_memory_mb: int | None = None
    gpus: int | None = None
    volume_gb: int | None = None
    local_nvme: bool | None = None
    download_timeout: int | None = None

    def of_image(self, address: str) -> Declaration:
        """Return this with what the address of an image tells; what is known already stays."""
        image = parse_image(address)
        return self if image is None else self.of(image)

    def of(self, image: Image) -> Declaration:
        """Return this with what an image tells; what is known already stays."""
        tag = image.tag or ""
        return replace(
            self,
            framework=self.framework or framework_of(image),
            version=self.version or _version(image, tag),
            python=self.python or _python(tag),
            architecture=self.architecture or image.architecture,
        )

    @property
    def program(self) -> str | None:
        """Return the path of the handler script in the artifact; None where it is elsewhere.

        ``SAGEMAKER_PROGRAM`` names it, in the directory ``SAGEMAKER_SUBMIT_DIRECTORY``.
        """
        folder = self.environment.get("SAGEMAKER_SUBMIT_DIRECTORY", f"{MODEL_DIR}/code")
        name = self.environment.get("SAGEMAKER_PROGRAM", "inference.py")
        if folder is None or name is None:
            return None
        inside = posixpath.normpath(folder)
        if inside != MODEL_DIR and not inside.startswith(f"{MODEL_DIR}/"):
            return None
        return posixpath.normpath(posixpath.join(inside, name))[len(MODEL_DIR) + 1 :]


def framework_of(image: Image) -> Framework | None:
    """Return whose layout an image of AWS wants; None for anybody else's."""
    if image.repository == _TRITON:
        return Framework.TRITON
    if image.owner not in (Owner.DEEP_LEARNING, Owner.FRAMEWORK):
        return None
    for pattern, framework in _REPOSITORIES:
        if pattern.fullmatch(image.repository):
            return framework
    return None


def _version(image: Image, tag: str) -> tuple[int, ...] | None:
    found = re.match(r"\d+(?:\.\d+)+", tag)
    if found is None or framework_of(image) is None:
        return None
    return tuple(int(part) for part in found[0].split("."))


def _python(tag: str) -> tuple[int, int] | None:
    found = _PYTHON.search(tag)
    return (int(found[1]), int(found[2])) if found else None
