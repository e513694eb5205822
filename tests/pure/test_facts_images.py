"""Whose image an address names, and what it was built for."""

from __future__ import annotations

import pytest

from sagemaker_hosting.facts.images import (
    Image,
    Owner,
    hosts_many_models,
    is_marketplace_account,
    parse_image,
)

DEEP = "763104351884.dkr.ecr.eu-west-1.amazonaws.com"


def image(address: str) -> Image:
    found = parse_image(address)
    assert found is not None
    return found


def test_an_address_in_full() -> None:
    assert image(f"{DEEP}/pytorch-inference:2.3.0-gpu-py311-cu121-ubuntu20.04") == Image(
        repository="pytorch-inference",
        account="763104351884",
        region="eu-west-1",
        tag="2.3.0-gpu-py311-cu121-ubuntu20.04",
        owner=Owner.DEEP_LEARNING,
    )


@pytest.mark.parametrize(
    ("address", "repository", "account", "region", "tag"),
    [
        ("${?}.dkr.ecr.${?}.${?}/churn:1", "churn", None, None, "1"),
        ("${?}.dkr.ecr.${?}.${?}/churn:${?}", "churn", None, None, None),
        ("111122223333.dkr.ecr.us-gov-west-1.amazonaws.com/a/b", "a/b", "111122223333",
         "us-gov-west-1", None),
        ("111122223333.dkr-ecr.eu-west-1.on.aws/a:b@sha256:ab", "a", "111122223333",
         "eu-west-1", "b"),
        ("111122223333.dkr.ecr.eu-west-1.${?}/a@sha256:ab", "a", "111122223333", "eu-west-1", None),
    ],
)  # fmt: skip
def test_what_is_not_written_is_not_known(
    address: str, repository: str, account: str | None, region: str | None, tag: str | None
) -> None:
    found = image(address)
    assert (found.repository, found.account, found.region, found.tag) == (
        repository,
        account,
        region,
        tag,
    )


@pytest.mark.parametrize("address", ["docker.io/library/nginx:1", "churn:1", "${?}", ""])
def test_another_registry_is_nobody(address: str) -> None:
    assert parse_image(address) is None


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        (f"{DEEP}/djl-inference:0.22.1", Owner.DEEP_LEARNING),
        ("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", Owner.FRAMEWORK),
        ("382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", Owner.ALGORITHM),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", None),
        ("${?}.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", None),
    ],
)
def test_the_account_says_whose_it_is(address: str, owner: Owner | None) -> None:
    assert image(address).owner is owner


@pytest.mark.parametrize(
    ("address", "architecture"),
    [
        (f"{DEEP}/pytorch-inference-graviton:2.3.0-cpu", "arm64"),
        (f"{DEEP}/pytorch-inference:2.3.0-cpu", "x86_64"),
        (f"{DEEP}/pytorch-inference-neuronx:2.1.2", "x86_64"),
        (f"{DEEP}/djl-inference:0.30.0-lmi12.0.0-cu124", None),
        ("382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", "x86_64"),
        ("111122223333.dkr.ecr.us-east-1.amazonaws.com/my-graviton:1", None),
    ],
)
def test_architecture_is_told_where_it_is_certain(address: str, architecture: str | None) -> None:
    assert image(address).architecture == architecture


def test_accelerator_and_purpose() -> None:
    assert image(f"{DEEP}/huggingface-pytorch-inference:2.1-neuronx-py310").is_neuron
    assert image(f"{DEEP}/pytorch-inference-neuronx:2.1.2").is_neuron
    assert not image("111122223333.dkr.ecr.us-east-1.amazonaws.com/neuron:1").is_neuron
    assert image(f"{DEEP}/pytorch-training:2.3.0-gpu").is_for_training
    assert image(f"{DEEP}/pytorch-training-neuronx:2.1").is_for_training
    assert not image(f"{DEEP}/pytorch-inference:2.3.0-gpu").is_for_training
    mine = image("111122223333.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:1")
    assert not mine.is_for_training


@pytest.mark.parametrize(
    ("tag", "cuda"),
    [
        ("2.3.0-gpu-py311-cu121-ubuntu20.04", (12, 1)),
        ("0.22.1-deepspeed0.9.2-cu118", (11, 8)),
        ("cu124", (12, 4)),
        ("2.3.0-cpu-py311", None),
        ("1-acu121", None),
    ],
)
def test_cuda_is_read_from_the_tag(tag: str, cuda: tuple[int, int] | None) -> None:
    assert image(f"111122223333.dkr.ecr.us-east-1.amazonaws.com/a:{tag}").cuda == cuda


def test_algorithms() -> None:
    assert image("382416733822.dkr.ecr.us-east-1.amazonaws.com/kmeans:1").algorithm == "kmeans"
    assert image(f"{DEEP}/djl-inference:1").algorithm is None
    assert hosts_many_models("knn") is True
    assert hosts_many_models("kmeans") is False
    assert hosts_many_models("mine") is None


def test_marketplace() -> None:
    assert is_marketplace_account("865070037744")
    assert not is_marketplace_account("111122223333")
