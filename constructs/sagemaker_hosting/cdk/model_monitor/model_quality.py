"""Model quality: do predictions still agree with the labels that arrive later?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at, texts
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model_monitor._offsets import back
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.definition import DefinedMonitor, check_baseline
from sagemaker_hosting.cdk.model_monitor.file import S3File
from sagemaker_hosting.cdk.model_monitor.image import bind_image
from sagemaker_hosting.cdk.model_monitor.imports import ImportedMonitor, ImportsMonitors
from sagemaker_hosting.cdk.model_monitor.job import Job
from sagemaker_hosting.cdk.model_monitor.model_quality_base import ModelQualityMonitorBase
from sagemaker_hosting.cdk.model_monitor.schedule import MonitoringSchedule
from sagemaker_hosting.cdk.model_monitor.settings import (
    GroundTruth,
    MonitoringBaseline,
    MonitoringCluster,
    MonitoringNetwork,
    MonitoringOutput,
)
from sagemaker_hosting.facts.model_monitor import (
    ProblemType,
)

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class ModelQualityMonitor(
    ModelQualityMonitorBase, DefinedMonitor, ImportsMonitors[ModelQualityMonitorBase]
):
    """Watches how well predictions agree with labels that arrive later.

    Each run merges captured predictions with the labels (a job of its own) and computes the metrics
    of the kind of problem, such as ``f1`` or ``rmse``. Since 30 July 2026 Model Monitor is open to
    accounts that used it before.

    Example::

        monitor = hosting.ModelQualityMonitor(
            self,
            "ModelQuality",
            data=hosting.MonitoredData.of_endpoint(endpoint),
            ground_truth=hosting.GroundTruth(bucket=labels, prefix="churn"),
            problem_type="BinaryClassification",
            probability_attribute="0",
            probability_threshold=0.5,
            output=hosting.MonitoringOutput(bucket=reports),
        )
        monitor.drift_alarm("f1", below=0.8)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        data: MonitoredData,
        ground_truth: GroundTruth,
        problem_type: ProblemType,
        output: MonitoringOutput,
        baseline: MonitoringBaseline | None = None,
        schedule: MonitoringSchedule | None = None,
        inference_attribute: str | None = None,
        probability_attribute: str | None = None,
        probability_threshold: float | None = None,
        start_offset: cdk.Duration | None = None,
        end_offset: cdk.Duration | None = None,
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
        """Declare a monitor of model quality.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            data: What it looks at; an endpoint has to capture its output.
            ground_truth: The labels.
            problem_type: ``BinaryClassification``, ``MulticlassClassification`` or ``Regression``.
            output: Where its reports go, and between the two jobs of a run the merged data.
            baseline: The constraints that the metrics are compared with. Default: none, the jobs
                compute metrics alone.
            schedule: When its jobs run. Default: each day at midnight UTC.
            inference_attribute: Where the predicted label is in the output: an index or a name of
                CSV, a JMESPath of JSON. Default: not said.
            probability_attribute: Where the probability of a class is in the output, in the same
                way. Default: not said.
            probability_threshold: From which probability on the prediction counts as positive, 0 to
                1. Default: not said.
            start_offset: How much earlier than usual the data begin, in whole minutes; labels that
                arrive within a week want 8 days. Default: nothing.
            end_offset: How much earlier than usual the data end, in whole minutes; labels that take
                a day to arrive want 1 day. Default: nothing.
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
            max_runtime: How long a job may run; a merge of data and labels comes
                before it and may take as long, so that both fit between two jobs. Default: half an
                hour, or 1 hour where jobs are 2 hours or more apart.
            role: The role of the jobs; it is granted what they need, if it can be. Default: a new
                role with those permissions and nothing else.
            monitoring_schedule_name: 1 to 63 letters, digits and inner hyphens. Default: made from
                the construct path.
            alarm_topics: Who is told when a drift alarm goes off. Default: nobody.
            tags: Tags of definition and schedule, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the Region has no known image of AWS, or when a rule of the
                catalogue refuses what the arguments render to.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelQualityJobDefinition.html
        """
        with declared_at(scope, id):
            check_baseline(baseline, "model quality")
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
                ground_truth=ground_truth,
            )
            self._start(scope, id, job, monitoring_schedule_name)
            self._problem_type = problem_type
            self._define(
                image=bind_image(self, "analyzer", image, image_account),
                specification={
                    "ProblemType": problem_type,
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
                attributes={
                    "InferenceAttribute": inference_attribute,
                    "ProbabilityAttribute": probability_attribute,
                    "ProbabilityThresholdAttribute": probability_threshold,
                    "StartTimeOffset": back(start_offset, "start_offset"),
                    "EndTimeOffset": back(end_offset, "end_offset"),
                },
                role=role,
                alarm_topics=alarm_topics,
                tags=tags,
            )

    @classmethod
    def _imported(cls, scope: Construct, id: str) -> ModelQualityMonitorBase:
        return _ImportedModelQualityMonitor(scope, id)


class _ImportedModelQualityMonitor(ModelQualityMonitorBase, ImportedMonitor):
    pass
