"""Model Monitor: images by Region, schedules, and what jobs publish."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
from botocore import loaders
from botocore.session import Session

from sagemaker_hosting.facts.model_monitor import (
    MAX_RUNTIME,
    ImageKind,
    MonitoringType,
    ProblemType,
    all_quality_metrics,
    hours_between_jobs,
    is_pre_training,
    monitor_image,
    monitor_metrics,
    quality_metrics,
)


@pytest.fixture(scope="module")
def shapes() -> Any:
    return loaders.Loader().load_service_model("sagemaker", "service-2")["shapes"]


@pytest.fixture(scope="module")
def regions() -> set[str]:
    session = Session()
    return {
        region
        for partition in session.get_available_partitions()
        for region in session.get_available_regions("sts", partition, allow_non_regional=True)
    }


@pytest.mark.parametrize("kind", get_args(ImageKind))
def test_a_table_of_images_is_whole(kind: ImageKind, regions: set[str]) -> None:
    image = monitor_image(kind)
    assert list(image.accounts) == sorted(image.accounts)
    assert image.accounts.keys() <= regions
    for account in image.accounts.values():
        assert re.fullmatch(r"\d{12}", account)
    # Each Region has an account of its own.
    assert len(set(image.accounts.values())) >= len(image.accounts) - 1
    assert image.source.startswith("https://")
    assert image.page.startswith("https://docs.aws.amazon.com/")


def test_how_many_regions_have_an_image() -> None:
    """The documentation page says these numbers."""
    counted = {kind: len(monitor_image(kind).accounts) for kind in get_args(ImageKind)}
    assert counted == {"analyzer": 30, "clarify": 28}


def test_types_agree_with_the_service_model(shapes: Any) -> None:
    assert set(get_args(MonitoringType)) == set(shapes["MonitoringType"]["enum"])
    assert set(get_args(ProblemType)) == set(shapes["MonitoringProblemType"]["enum"])
    assert MAX_RUNTIME.keys() == set(get_args(MonitoringType))


@pytest.mark.parametrize("kind", get_args(MonitoringType))
def test_each_type_publishes_somewhere(kind: MonitoringType) -> None:
    metrics = monitor_metrics(kind)
    assert metrics.endpoint_namespace.startswith("aws/sagemaker/Endpoints/")
    assert metrics.batch_namespace.startswith("aws/sagemaker/ModelMonitoring/")


def test_model_quality_depends_on_the_problem() -> None:
    assert "f1" in quality_metrics("BinaryClassification")
    assert "rmse" in quality_metrics("Regression")
    assert not quality_metrics("Regression") & quality_metrics("MulticlassClassification")
    assert all_quality_metrics() > quality_metrics("Regression")


def test_bias_before_and_after_training() -> None:
    assert is_pre_training("CI")
    assert not is_pre_training("DPPL")


@pytest.mark.parametrize(
    ("expression", "hours"),
    [
        ("cron(0 * ? * * *)", 1),
        ("cron(0 0 ? * * *)", 24),
        ("cron(0 23 ? * * *)", 24),
        ("cron(0 17/12 ? * * *)", 12),
        ("cron(0 00/01 ? * * *)", 1),
        ("NOW", None),
        ("cron(0 24 ? * * *)", None),
        ("cron(0 0/0 ? * * *)", None),
        ("cron(0 0/25 ? * * *)", None),
        ("cron(30 * ? * * *)", None),
        ("cron(0 * * * ? *)", None),
        ("rate(1 hour)", None),
    ],
)
def test_how_far_jobs_are_apart(expression: str, hours: int | None) -> None:
    assert hours_between_jobs(expression) == hours
