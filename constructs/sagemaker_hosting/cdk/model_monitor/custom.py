"""A monitor whose analysis is one's own: a container that looks at captured data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at, texts
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model_monitor.custom_base import CustomMonitorBase
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.image import bind_image
from sagemaker_hosting.cdk.model_monitor.imports import ImportedMonitor, ImportsMonitors
from sagemaker_hosting.cdk.model_monitor.job import Job
from sagemaker_hosting.cdk.model_monitor.owned import OwnedMonitor
from sagemaker_hosting.cdk.model_monitor.schedule import MonitoringSchedule
from sagemaker_hosting.cdk.model_monitor.settings import (
    MonitoringBaseline,
    MonitoringCluster,
    MonitoringNetwork,
    MonitoringOutput,
)
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_API: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_MonitoringJobDefinition.html"
)


class CustomMonitor(CustomMonitorBase, OwnedMonitor, ImportsMonitors[CustomMonitorBase]):
    """Runs a container of your own over captured data, on a schedule.

    The schedule holds its job itself, so that changes reach it in place. The container finds data
    and baseline below ``/opt/ml/processing``, leaves reports in ``/opt/ml/processing/output`` and
    metrics in ``/opt/ml/output/metrics/cloudwatch``. Since 30 July 2026 Model Monitor is open to
    accounts that used it before.

    Example::

        monitor = hosting.CustomMonitor(
            self,
            "Diversity",
            data=hosting.MonitoredData.of_endpoint(endpoint),
            image=hosting.ContainerImage.from_ecr(repository, tag="1.0.0"),
            output=hosting.MonitoringOutput(bucket=reports),
        )
        monitor.drift_alarm("distinct_categories", below=4)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        data: MonitoredData,
        image: ContainerImage,
        output: MonitoringOutput,
        entrypoint: Sequence[str] = (),
        arguments: Sequence[str] = (),
        baseline: MonitoringBaseline | None = None,
        schedule: MonitoringSchedule | None = None,
        exclude_features: Sequence[str] = (),
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
        """Declare a monitor with an analysis of your own.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            data: What it looks at.
            image: The container.
            output: Where its reports go.
            entrypoint: The entry point of the container. Default: that of the image.
            arguments: Arguments of the entry point, at most 50. Default: none.
            baseline: The files that the data are compared with. Default: none.
            schedule: When its jobs run. Default: each day at midnight UTC.
            exclude_features: Columns that are left out, by name or index; 100 characters with the
                commas between them. Default: none.
            environment: Environment variables, at most 49. Default: none.
            publish_metrics: Whether SageMaker publishes what the container leaves in
                ``/opt/ml/output/metrics/cloudwatch``. Default: True.
            cluster: What the jobs run on. Default: one ``ml.m5.xlarge`` with 30 GiB.
            network: The network of the jobs. Default: SageMaker's own.
            max_runtime: How long a job may run, up to the time between two jobs. Default: 1 hour.
            role: The role of the jobs; it is granted what they need, if it can be. Default: a new
                role with those permissions and nothing else.
            monitoring_schedule_name: 1 to 63 letters, digits and inner hyphens. Default: made from
                the construct path.
            alarm_topics: Who is told when a drift alarm goes off. Default: nobody.
            tags: Tags of the schedule, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the baseline names a job, or when a rule of the catalogue refuses
                what the arguments render to.

        Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-containers.html
        """
        with declared_at(scope, id):
            if baseline is not None and baseline.job_name is not None:
                raise InvalidProps(
                    "a schedule that holds its job itself takes no baseline by the name of a job",
                    fix="pass constraints= and statistics= to the MonitoringBaseline",
                    source=_API,
                )
            job = Job(
                data=data,
                output=output,
                schedule=schedule or MonitoringSchedule.daily(),
                cluster=cluster or MonitoringCluster(),
                network=network or MonitoringNetwork(),
                max_runtime=max_runtime,
                publish_metrics=publish_metrics,
                environment=environment,
                files=baseline.files if baseline else (),
            )
            self._start(scope, id, job, monitoring_schedule_name)
            bound = bind_image(self, "analyzer", image, None)
            policies = self._set_role(role, bound)
            excluded = ",".join(texts(exclude_features, "exclude_features")) or None
            definition: Properties = {
                "MonitoringAppSpecification": {
                    "ImageUri": bound.uri,
                    "ContainerEntrypoint": texts(entrypoint, "entrypoint") or None,
                    "ContainerArguments": texts(arguments, "arguments") or None,
                },
                "BaselineConfig": baseline.render() if baseline else None,
                "MonitoringInputs": [data.render({"ExcludeFeaturesAttribute": excluded})],
                "MonitoringOutputConfig": output.render(),
                "MonitoringResources": {"ClusterConfig": self._job.cluster.render()},
                "NetworkConfig": self._job.network.render(self._network),
                "Environment": self._job.variables(),
                "RoleArn": self._role.role_arn,
                "StoppingCondition": {"MaxRuntimeInSeconds": self._job.runtime(self._TYPE)},
            }
            what: Properties = {"MonitoringJobDefinition": definition}
            self._create_schedule(what, data.related(), policies, alarm_topics, tags)

    @classmethod
    def _imported(cls, scope: Construct, id: str) -> CustomMonitorBase:
        return _ImportedCustomMonitor(scope, id)


class _ImportedCustomMonitor(CustomMonitorBase, ImportedMonitor):
    pass
