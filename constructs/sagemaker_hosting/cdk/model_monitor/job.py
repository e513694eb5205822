"""What the jobs of a monitor are, whatever they compute."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import aws_cdk as cdk

from sagemaker_hosting.cdk._l1 import Properties, seconds
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.file import S3File
from sagemaker_hosting.cdk.model_monitor.schedule import MonitoringSchedule
from sagemaker_hosting.cdk.model_monitor.settings import (
    GroundTruth,
    MonitoringCluster,
    MonitoringNetwork,
    MonitoringOutput,
)
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.model_monitor import MAX_RUNTIME, PUBLISH_VARIABLE, MonitoringType

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringJobDefinition.html"
)


@dataclass(frozen=True, kw_only=True)
class Job:
    """What the jobs of a monitor are, whatever they compute.

    Attributes:
        data: What they look at.
        output: Where their reports go.
        schedule: When they run.
        cluster: What they run on.
        network: Their network.
        max_runtime: How long one may run.
        publish_metrics: Whether they tell CloudWatch what they find.
        environment: Environment variables beside that.
        files: The files that they read.
        ground_truth: The labels that they merge with the data.
        statements: What they need beside that.
    """

    data: MonitoredData
    output: MonitoringOutput
    schedule: MonitoringSchedule
    cluster: MonitoringCluster
    network: MonitoringNetwork
    max_runtime: cdk.Duration | None
    publish_metrics: bool
    environment: Mapping[str, str] | None
    files: Sequence[S3File] = ()
    ground_truth: GroundTruth | None = None
    statements: Sequence[Properties] = ()

    def variables(self) -> Properties:
        """Return the environment variables of the container.

        Raises:
            InvalidProps: When one of them says again whether metrics are published.
        """
        given = dict(self.environment or {})
        if PUBLISH_VARIABLE in given:
            raise InvalidProps(
                f"the environment says {PUBLISH_VARIABLE}={given[PUBLISH_VARIABLE]!r}",
                fix="pass publish_metrics=True or False instead",
                source=_SOURCE,
            )
        return {PUBLISH_VARIABLE: "Enabled" if self.publish_metrics else "Disabled", **given}

    def runtime(self, monitoring_type: MonitoringType) -> Any:
        """Return how many seconds a job may run."""
        apart = self.schedule.seconds_between_jobs
        usual = 3600 if apart is not None and apart > 3600 else MAX_RUNTIME[monitoring_type]
        return seconds(self.max_runtime, "max_runtime", usual)
