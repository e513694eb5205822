"""Serverless Regions and quotas, model servers and what they read."""

from __future__ import annotations

import itertools

import pytest

from sagemaker_hosting.facts import limits
from sagemaker_hosting.facts.model_servers import (
    meant_by,
    prefix_of,
    prefixes,
    server_of,
    variables_for,
)
from sagemaker_hosting.facts.serverless import (
    concurrency_quota,
    endpoint_quota,
    memory_quota,
    serverless_regions,
)
from tests.pure.test_facts import shape


def test_serverless_limits_of_the_service_model() -> None:
    memory = shape("ServerlessMemorySizeInMB")
    sizes = limits.SERVERLESS_MEMORY_MB.value
    assert (sizes[0], sizes[-1]) == (memory["min"], memory["max"])
    assert {later - size for size, later in itertools.pairwise(sizes)} == {1024}
    for name in ("ServerlessMaxConcurrency", "ServerlessProvisionedConcurrency"):
        found = shape(name)
        assert limits.SERVERLESS_CONCURRENCY.value == (found["min"], found["max"])


def test_asynchronous_limits_of_the_service_model() -> None:
    found = shape("MaxConcurrentInvocationsPerInstance")
    assert limits.ASYNC_CONCURRENT_INVOCATIONS.value == (found["min"], found["max"])


def test_serverless_quotas() -> None:
    assert len(serverless_regions()) == 21
    assert concurrency_quota("eu-west-1") == 1000
    assert concurrency_quota("eu-west-2") == 500
    assert concurrency_quota(None) == concurrency_quota("mars-1") == 1000
    assert endpoint_quota() == 50
    assert memory_quota() in limits.SERVERLESS_MEMORY_MB.value


@pytest.mark.parametrize(
    ("repository", "tag", "server"),
    [
        ("pytorch-inference", "2.6.0-cpu-py312", "torchserve"),
        ("pytorch-inference", "1.6.0-cpu-py3", "torchserve"),
        ("pytorch-inference", "1.10.2-gpu-py38", "torchserve"),
        ("pytorch-inference", "1.4.0-cpu-py3", "multi-model-server"),
        ("pytorch-inference", "latest", None),
        ("pytorch-inference", None, None),
        ("huggingface-pytorch-inference", None, "multi-model-server"),
        ("tensorflow-inference", "2.14.1-cpu", "tensorflow-serving"),
        ("djl-inference", "0.33.0-lmi15.0.0-cu128", None),
    ],
)
def test_server_of_an_image(repository: str, tag: str | None, server: str | None) -> None:
    assert server_of(repository, tag) == server


def test_variables_of_the_servers() -> None:
    assert "MMS_DEFAULT_RESPONSE_TIMEOUT" in variables_for("timeout")
    assert "TS_MAX_REQUEST_SIZE" in variables_for("request bytes")
    assert "TS_MAX_RESPONSE_SIZE" in variables_for("response bytes")
    assert "SAGEMAKER_MODEL_SERVER_WORKERS" in variables_for("workers")
    assert prefixes()["torchserve"] == ["TS_", "SAGEMAKER_TS_"]


def test_a_variable_of_a_server_is_listed() -> None:
    assert prefix_of("SAGEMAKER_TS_BATCH_SIZE") == "SAGEMAKER_TS_"
    assert prefix_of("TS_MAX_REQUEST_SIZE") == "TS_"
    assert prefix_of("TS_WINDOW") is None
    assert prefix_of("SAGEMAKER_MODEL_SERVER_WORKERS") is None


@pytest.mark.parametrize(
    ("variable", "meant"),
    [
        ("SAGEMAKER_TFS_INSTANCES_COUNT", "SAGEMAKER_TFS_INSTANCE_COUNT"),
        ("SAGEMAKER_TS_BATCHSIZE", "SAGEMAKER_TS_BATCH_SIZE"),
        ("SAGEMAKER_MODEL_SERVER_WORKER", "SAGEMAKER_MODEL_SERVER_WORKERS"),
        ("SAGEMAKER_TS_MAX_WORKERS", None),
        ("SAGEMAKER_GUNICORN_THREADS", None),
        ("SAGEMAKER_MODEL_SERVER_TIMEOUT_SECONDS", None),
        ("SAGEMAKER_TS_SOMETHING_NEW", None),
        ("TS_MAX_REQUEST_SIZES", None),
        ("COUNT", None),
    ],
)
def test_misprints(variable: str, meant: str | None) -> None:
    assert meant_by(variable) == meant
