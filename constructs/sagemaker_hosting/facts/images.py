"""Whose image is it? Reading the address of a container image, and the registries of AWS.

The account in an address says who built the image; the repository and the tag say for what.
Accounts are listed by Region. What is not listed is unknown, never wrong.
"""

from __future__ import annotations

import enum
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from sagemaker_hosting.facts.registries import FRAMEWORK_ACCOUNTS, FRAMEWORK_REPOSITORIES

_ADDRESS: Final = re.compile(
    r"(?:(?P<account>\d{12})|[^/]*?)\.dkr[.-]ecr(?:-fips)?\.(?:(?P<region>[a-z]{2}[a-z0-9-]+-\d)|[^/]*?)"
    r"\.[^/]+/(?P<repository>[a-z0-9][a-z0-9._/-]*)"
    r"(?::(?P<tag>[^@]+))?(?:@.+)?"
)
_CUDA: Final = re.compile(r"(?:^|-)cu(\d{2})(\d)(?:-|$)")
_GENERATING: Final = ("-tgi-", "djl-inference", "lmi", "sglang", "vllm")
# Whose images for Graviton and Neuron have a name of their own, so that the plain name is x86.
_HAVE_A_TWIN: Final = frozenset({"mxnet-inference", "pytorch-inference", "tensorflow-inference"})


class Owner(enum.StrEnum):
    """Which of AWS's own families an image belongs to."""

    DEEP_LEARNING = "Deep Learning Container"
    FRAMEWORK = "framework image"
    ALGORITHM = "built-in algorithm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """A container image in a private ECR registry, as far as its address tells.

    Attributes:
        repository: The name of the repository.
        account: The account of the registry; None when it is not known.
        region: The Region of the registry; None when it is not known.
        tag: The tag; None when there is none, or none is known.
        owner: The family of AWS's own images; None when it is somebody else's, or not known.
    """

    repository: str
    account: str | None = None
    region: str | None = None
    tag: str | None = None
    owner: Owner | None = None

    @property
    def is_for_training(self) -> bool:
        """Return whether it is certain that AWS built it to train, not to serve."""
        return (
            self.owner is Owner.DEEP_LEARNING
            and re.search(r"-training(-|$)", self.repository) is not None
        )

    @property
    def is_neuron(self) -> bool:
        """Return whether AWS built it for Inferentia or Trainium."""
        if self.owner is not Owner.DEEP_LEARNING:
            return False
        return "neuron" in self.repository or "neuron" in (self.tag or "")

    @property
    def has_editions(self) -> bool:
        """Return whether AWS builds it for Graviton and for Neuron under names of their own."""
        return self.owner is Owner.DEEP_LEARNING and self.repository in _HAVE_A_TWIN

    @property
    def architecture(self) -> Literal["x86_64", "arm64"] | None:
        """Return what AWS built it for; None when that is not certain."""
        if self.owner is None:
            return None
        name = f"{self.repository}:{self.tag or ''}"
        if "graviton" in name or "arm64" in name:
            return "arm64"
        if self.owner is Owner.ALGORITHM or self.is_neuron or self.has_editions:
            return "x86_64"
        return None

    @property
    def cuda(self) -> tuple[int, int] | None:
        """Return the CUDA version in the tag, ``(12, 4)`` for ``cu124``; None when it has none."""
        found = _CUDA.search(self.tag or "")
        return (int(found.group(1)), int(found.group(2))) if found else None

    @property
    def serves_language_models(self) -> bool:
        """Return whether AWS built it to generate text, token by token."""
        name = f"{self.repository}:{self.tag or ''}"
        return self.owner is Owner.DEEP_LEARNING and any(mark in name for mark in _GENERATING)

    @property
    def algorithm(self) -> str | None:
        """Return the name of the built-in algorithm; None for anything else."""
        return self.repository if self.owner is Owner.ALGORITHM else None


def parse_image(address: str) -> Image | None:
    """Return what the address of an image in ECR says; None for another registry.

    ``${...}`` may stand where a part is known to CloudFormation only.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return None
    account, repository = found["account"], found["repository"]
    return Image(
        repository=repository,
        account=account,
        region=found["region"],
        tag=None if "$" in (found["tag"] or "$") else found["tag"],
        owner=_owner(account, repository) if account is not None else None,
    )


def accounts_in(image: Image) -> frozenset[str]:
    """Return the accounts that publish such an image in its Region; empty when not listed."""
    if image.region is None or image.owner is None:
        return frozenset()
    if image.owner is Owner.ALGORITHM:
        return frozenset(_data()["algorithm_accounts"].get(image.region, ()))
    table = FRAMEWORK_ACCOUNTS if image.owner is Owner.FRAMEWORK else deep_learning_accounts()
    listed = table.get(image.region)
    return frozenset() if listed is None else frozenset({listed})


def hosts_many_models(algorithm: str) -> bool | None:
    """Return whether a built-in algorithm serves multi-model endpoints; None when not listed."""
    entry = _data()["algorithms"].get(algorithm)
    return None if entry is None else bool(entry["multi_model"])


def serves_large_models(image: Image) -> bool:
    """Return whether AWS built ``image`` to serve large language models on accelerators."""
    accelerated = image.cuda is not None or image.is_neuron or "gpu" in (image.tag or "")
    large = image.repository in _data()["large_model_repositories"]
    return image.owner is Owner.DEEP_LEARNING and large and accelerated


def is_marketplace_account(account: str) -> bool:
    """Return whether model packages of ``account`` are products of AWS Marketplace."""
    return account in _data()["marketplace_accounts"].values()


def deep_learning_accounts() -> Mapping[str, str]:
    """Return the account of the Deep Learning Containers by Region."""
    accounts: Mapping[str, str] = _data()["deep_learning_accounts"]
    return accounts


def _owner(account: str, repository: str) -> Owner | None:
    if repository in FRAMEWORK_REPOSITORIES and account in FRAMEWORK_ACCOUNTS.values():
        return Owner.FRAMEWORK
    if repository in _data()["algorithms"] and account in _algorithm_accounts():
        return Owner.ALGORITHM
    return Owner.DEEP_LEARNING if account in deep_learning_accounts().values() else None


@cache
def _algorithm_accounts() -> frozenset[str]:
    listed = _data()["algorithm_accounts"].values()
    return frozenset(account for accounts in listed for account in accounts)


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("aws_images.json").read_text(encoding="utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
