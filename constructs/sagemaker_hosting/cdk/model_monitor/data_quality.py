"""Data quality: do the data that a model sees drift away from those it was trained with?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at, texts
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.data_quality_base import DataQualityMonitorBase
from sagemaker_hosting.cdk.model_monitor.definition import DefinedMonitor
from sagemaker_hosting.cdk.model_monitor.file import S3File
from sagemaker_hosting.cdk.model_monitor.image import bind_image
from sagemaker_hosting.cdk.model_monitor.imports import ImportedMonitor, ImportsMonitors
from sagemaker_hosting.cdk.model_monitor.job import Job
from sagemaker_hosting.cdk.model_monitor.schedule import MonitoringSchedule
from sagemaker_hosting.cdk.model_monitor.settings import (
    MonitoringBaseline,
    MonitoringCluster,
    MonitoringNetwork,
    MonitoringOutput,
)

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class DataQualityMonitor(
    DataQualityMonitorBase, DefinedMonitor, ImportsMonitors[DataQualityMonitorBase]
):
    """Watches whether the data that a model sees drift away from a baseline.

    Each job compares what was captured with the statistics and constraints of the training data:
    missing values, types, ranges and distributions. Since 30 July 2026 Model Monitor is open to
    accounts that used it before.

    Example::

        monitor = hosting.DataQualityMonitor(
            self,
            "DataQuality",
            data=hosting.MonitoredData.of_endpoint(endpoint),
            output=hosting.MonitoringOutput(bucket=reports),
            baseline=hosting.MonitoringBaseline(
                constraints=hosting.S3File(bucket=models, key="churn/17/constraints.json"),
                statistics=hosting.S3File(bucket=models, key="churn/17/statistics.json"),
            ),
            schedule=hosting.MonitoringSchedule.hourly(),
            alarm_topics=[topic],
        )
        monitor.drift_alarm(feature="age", above=0.2)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        data: MonitoredData,
        output: MonitoringOutput,
        baseline: MonitoringBaseline | None = None,
        schedule: MonitoringSchedule | None = None,
        exclude_features: Sequence[str] = (),
        record_preprocessor: S3File | None = None,
        post_analytics_processor: S3File | None = None,
        image: ContainerImage | None = None,
        image_account: str | None = None,
        entrypoint: Sequence[str] = (),
        arguments: Sequence[str] = (),
        environment: Mapping[str, str] | None = None,
        publish_metrics: bool = True,
        cluster: MonitoringCluster | None = None,
        network: MonitoringNetwork | None = None,
        max_runtime: cdk.Duration | None = None,
        role: iam.IRole | None = None,
        monitoring_schedule_name: str | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare a monitor of data quality.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            data: What it looks at.
            output: Where its reports go.
            baseline: What the data are compared with. Metrics are published, and alarms possible,
                where the constraints file says ``"emit_metrics": "Enabled"``, as files that
                SageMaker suggests do. Default: nothing, the jobs compute statistics alone.
            schedule: When its jobs run. Default: each day at midnight UTC.
            exclude_features: Columns that are left out, by name or index; 100 characters with the
                commas between them. Default: none.
            record_preprocessor: A Python script that turns each record into flat JSON before the
                analysis (``preprocess_handler``). Default: none.
            post_analytics_processor: A Python script that runs after the analysis
                (``postprocess_handler``). Default: none.
            image: An image of your own in place of AWS's. Default: ``sagemaker-model-monitor-
                analyzer`` of the stack's Region.
            image_account: The account whose registry holds AWS's image, in a Region that the table
                of this library lacks. Default: looked up.
            entrypoint: The entry point of the container. Default: that of the image.
            arguments: Arguments of the entry point, at most 50. Default: none.
            environment: Environment variables, at most 49. Default: none.
            publish_metrics: Whether the jobs tell CloudWatch what they find. Default: True.
            cluster: What the jobs run on. Default: one ``ml.m5.xlarge`` with 30 GiB.
            network: The network of the jobs. Default: SageMaker's own.
            max_runtime: How long a job may run, up to the time between two jobs. Default: 1 hour.
            role: The role of the jobs; it is granted what they need, if it can be. Default: a new
                role with those permissions and nothing else.
            monitoring_schedule_name: 1 to 63 letters, digits and inner hyphens. Default: made from
                the construct path.
            alarm_topics: Who is told when a drift alarm goes off. Default: nobody.
            tags: Tags of definition and schedule, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the Region has no known image of AWS, or when a rule of the
                catalogue refuses what the arguments render to.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateDataQualityJobDefinition.html
        """
        with declared_at(scope, id):
            excluded = ",".join(texts(exclude_features, "exclude_features")) or None
            scripts = [each for each in (record_preprocessor, post_analytics_processor) if each]
            job = Job(
                data=data,
                output=output,
                schedule=schedule or MonitoringSchedule.daily(),
                cluster=cluster or MonitoringCluster(),
                network=network or MonitoringNetwork(),
                max_runtime=max_runtime,
                publish_metrics=publish_metrics,
                environment=environment,
                files=[*(baseline.files if baseline else ()), *scripts],
            )
            self._start(scope, id, job, monitoring_schedule_name)
            self._has_baseline = baseline is not None
            self._define(
                image=bind_image(self, "analyzer", image, image_account),
                specification={
                    "ContainerEntrypoint": texts(entrypoint, "entrypoint") or None,
                    "ContainerArguments": texts(arguments, "arguments") or None,
                    "RecordPreprocessorSourceUri": record_preprocessor.uri
                    if record_preprocessor
                    else None,
                    "PostAnalyticsProcessorSourceUri": post_analytics_processor.uri
                    if post_analytics_processor
                    else None,
                },
                baseline=baseline,
                attributes={"ExcludeFeaturesAttribute": excluded},
                role=role,
                alarm_topics=alarm_topics,
                tags=tags,
            )

    @classmethod
    def _imported(cls, scope: Construct, id: str) -> DataQualityMonitorBase:
        return _ImportedDataQualityMonitor(scope, id)


class _ImportedDataQualityMonitor(DataQualityMonitorBase, ImportedMonitor):
    pass
