"""The names of AWS's managed policies, and what people write instead."""

from __future__ import annotations

import json

import pytest

from sagemaker_hosting.facts.managed_policies import listed_policies, misnamed


def test_every_listed_policy_exists() -> None:
    published = pytest.importorskip("moto.iam.aws_managed_policies").aws_managed_policies_data
    assert set(listed_policies()) - json.loads(published).keys() == set()


def test_no_policy_of_aws_is_called_a_misspelling() -> None:
    published = pytest.importorskip("moto.iam.aws_managed_policies").aws_managed_policies_data
    assert [name for name in json.loads(published) if misnamed(name)] == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("AmazonECR-FullAccess", "AmazonEC2ContainerRegistryFullAccess"),
        ("AmazonECRFullAccess", "AmazonEC2ContainerRegistryFullAccess"),
        ("AmazonElasticContainerRegistryReadOnly", "AmazonEC2ContainerRegistryReadOnly"),
        ("AmazonSageMaker-FullAccess", "AmazonSageMakerFullAccess"),
        ("AmazonSageMakerFullAccess", None),
        ("amazonsagemakerfullaccess", None),
        ("MyOwnPolicy", None),
    ],
)
def test_misspellings(name: str, meant: str | None) -> None:
    assert misnamed(name) == meant
