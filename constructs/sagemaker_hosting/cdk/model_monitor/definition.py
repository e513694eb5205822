"""What monitors with a job definition share: data quality, model quality, bias, explainability."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sagemaker as sagemaker

from sagemaker_hosting.cdk._l1 import Properties, create_l1, tag_properties
from sagemaker_hosting.cdk.model.image import BoundImage
from sagemaker_hosting.cdk.model_monitor.owned import OwnedMonitor
from sagemaker_hosting.cdk.model_monitor.settings import MonitoringBaseline
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.facts.model_monitor import MonitoringType
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_FACTORIES: Final[Mapping[MonitoringType, Any]] = {
    "DataQuality": sagemaker.CfnDataQualityJobDefinition,
    "ModelQuality": sagemaker.CfnModelQualityJobDefinition,
    "ModelBias": sagemaker.CfnModelBiasJobDefinition,
    "ModelExplainability": sagemaker.CfnModelExplainabilityJobDefinition,
}
_BASELINE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelQualityBaselineConfig.html"
)


class DefinedMonitor(OwnedMonitor):
    """A monitor whose jobs AWS has written. Not to be created directly.

    A change of anything but the schedule replaces the job definition (id ``JobDefinition``):
    CloudFormation creates the new one, points the schedule at it, and deletes the old one.
    """

    @property
    def job_definition_name(self) -> str:
        """The generated name of the job definition; a token until deployment."""
        return self._definition.get_att("JobDefinitionName").to_string()

    @property
    def job_definition_arn(self) -> str:
        """The ARN of the job definition; a token until deployment."""
        return self._definition.ref

    def _define(
        self,
        *,
        image: BoundImage,
        specification: Properties,
        baseline: MonitoringBaseline | None,
        attributes: Properties,
        role: iam.IRole | None,
        alarm_topics: Sequence[sns.ITopic] | None,
        tags: Mapping[str, str] | None,
    ) -> None:
        """Create the role, the job definition and the schedule.

        Args:
            image: What the jobs run.
            specification: What is said to it beside its environment.
            baseline: What the data are compared with.
            attributes: What is said of the columns of the data.
            role: The role. None: a new one.
            alarm_topics: Who is told of drift.
            tags: Tags of both.
        """
        self._defaults.check_tags(tags)
        job, kind = self._job, self._TYPE
        policies = self._set_role(role, image)
        labels = job.ground_truth
        properties: Properties = {
            f"{kind}AppSpecification": {
                "ImageUri": image.uri,
                **specification,
                "Environment": job.variables(),
            },
            f"{kind}BaselineConfig": baseline.render() if baseline else None,
            f"{kind}JobInput": {
                **job.data.render(attributes),
                "GroundTruthS3Input": labels.render() if labels else None,
            },
            f"{kind}JobOutputConfig": job.output.render(),
            "JobResources": {"ClusterConfig": job.cluster.render()},
            "NetworkConfig": job.network.render(self._network),
            "RoleArn": self._role.role_arn,
            "StoppingCondition": {"MaxRuntimeInSeconds": job.runtime(kind)},
            "Tags": tag_properties(tags),
        }
        related = job.data.related()
        enforce(f"AWS::SageMaker::{kind}JobDefinition", properties, related=related)
        self._definition: cdk.CfnResource = create_l1(
            _FACTORIES[kind], self, "JobDefinition", properties
        )
        self._create_schedule(
            {"MonitoringJobDefinitionName": self.job_definition_name, "MonitoringType": kind},
            {"JobDefinition": properties, **related},
            policies,
            alarm_topics,
            tags,
        )


def check_baseline(baseline: MonitoringBaseline | None, what: str) -> None:
    """Refuse statistics for jobs that compare with constraints alone.

    Raises:
        InvalidProps: When there are some.
    """
    if baseline is not None and baseline.statistics is not None:
        raise InvalidProps(
            f"statistics in the baseline of {what}, which is compared with constraints alone",
            fix="leave statistics out of the MonitoringBaseline",
            source=_BASELINE,
        )
