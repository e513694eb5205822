"""What Model Monitor brings: images by Region, and what its jobs tell CloudWatch.

Where the developer guide and the code that AWS publishes differ, the data follow the code: the
guide writes ``/aws/sagemaker/Endpoints/data-metric`` with ``EndpointName`` and ``ScheduleName`` for
data quality, while the dashboards of the SageMaker Python SDK and the sample pipelines of AWS read
``aws/sagemaker/Endpoints/data-metrics`` with ``Endpoint`` and ``MonitoringSchedule``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

_GUIDE: Final = "https://docs.aws.amazon.com/sagemaker/latest/dg"
AVAILABILITY: Final = f"{_GUIDE}/model-monitor-availability-change.html"
"""Since 30 July 2026 Model Monitor is open to accounts that used it before."""

MonitoringType = Literal["DataQuality", "ModelQuality", "ModelBias", "ModelExplainability"]
"""The types of monitoring, as CloudFormation calls them."""
ProblemType = Literal["BinaryClassification", "MulticlassClassification", "Regression"]
"""What a model predicts."""
ImageKind = Literal["analyzer", "clarify"]
"""The images of AWS: the analyzer of data and model quality, and Clarify for the other two."""

PUBLISH_VARIABLE: Final = "publish_cloudwatch_metrics"
"""The environment variable that says ``Enabled`` or ``Disabled``."""
FEATURE_DIMENSION: Final = "Feature"
"""What newer data quality jobs have among their dimensions, and older ones have not."""

MAX_RUNTIME: Final[Mapping[MonitoringType, int]] = {
    "DataQuality": 3600,
    "ModelQuality": 1800,
    "ModelBias": 1800,
    "ModelExplainability": 3600,
}
"""Seconds that a job of an hourly schedule may run; a merge with labels takes the other half."""
MAX_RUNTIME_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringStoppingCondition.html"
)
ANALYSIS_WINDOW: Final = 86400
"""Seconds of data that a job looks at, at the most."""

_CRON: Final = re.compile(r"cron\(0 (?:(\*)|(\d{1,2})(?:/(\d{1,2}))?) \? \* \* \*\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorImage:
    """An image that monitoring jobs run.

    Attributes:
        repository: The name of its repository.
        tag: Its tag; empty where AWS documents the address without one.
        accounts: Region to the account whose registry holds it.
        source: The ``https`` address of the table.
        page: The page of the guide that is about the image.
    """

    repository: str
    tag: str
    accounts: Mapping[str, str]
    source: str
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorMetrics:
    """Where jobs of a type publish.

    Attributes:
        endpoint_namespace: The namespace for endpoints.
        batch_namespace: The namespace for batch transform jobs.
        dimensions: The dimensions beside ``Endpoint`` (of endpoints) and ``MonitoringSchedule``.
        source: The ``https`` address of the page that says so.
    """

    endpoint_namespace: str
    batch_namespace: str
    dimensions: tuple[str, ...]
    source: str


def hours_between_jobs(expression: str) -> int | None:
    """Return the hours from one job to the next of a schedule expression.

    None of ``NOW``, which has no next job, and of what Model Monitor does not know.
    """
    match = _CRON.fullmatch(expression)
    if match is None:
        return None
    if match[1]:
        return 1
    first, step = int(match[2]), int(match[3] or 24)
    return step if first <= 23 and 1 <= step <= 24 else None


@cache
def monitor_image(kind: ImageKind) -> MonitorImage:
    """Return an image of AWS."""
    return MonitorImage(**_data()["images"][kind])


@cache
def monitor_metrics(monitoring_type: MonitoringType) -> MonitorMetrics:
    """Return where jobs of ``monitoring_type`` publish."""
    entry = _data()["metrics"][monitoring_type]
    return MonitorMetrics(**{**entry, "dimensions": tuple(entry["dimensions"])})


def quality_metrics(problem_type: ProblemType) -> frozenset[str]:
    """Return what model quality jobs publish for models of ``problem_type``."""
    return frozenset(_data()["quality_metrics"][problem_type])


def all_quality_metrics() -> frozenset[str]:
    """Return what model quality jobs publish, whatever the model predicts."""
    return frozenset(name for names in _data()["quality_metrics"].values() for name in names)


def is_pre_training(bias_metric: str) -> bool:
    """Return whether a bias metric, by its short name, looks at data rather than predictions."""
    return bias_metric in _data()["pre_training_bias_metrics"]


@cache
def _data() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("model_monitor.json").read_text("utf-8")
    data: dict[str, Any] = json.loads(text)
    return data
