"""Feature attribution drift: does a model come to decide by other features?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk._surroundings import StackFacts, stack_facts
from sagemaker_hosting.cdk.endpoint.config import check_environment
from sagemaker_hosting.cdk.model.base import ModelBase
from sagemaker_hosting.cdk.model.image import ContainerImage
from sagemaker_hosting.cdk.model.owned import OwnedModel
from sagemaker_hosting.cdk.model_monitor.data import MonitoredData
from sagemaker_hosting.cdk.model_monitor.definition import DefinedMonitor, check_baseline
from sagemaker_hosting.cdk.model_monitor.explainability_base import ExplainabilityMonitorBase
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
from sagemaker_hosting.cdk.variant.base import check_model
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

SHADOW_PREFIX: Final = "sm-clarify"
_DRIFT: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/"
    "clarify-model-monitor-feature-attribution-drift.html"
)


class ExplainabilityMonitor(
    ExplainabilityMonitorBase, DefinedMonitor, ImportsMonitors[ExplainabilityMonitorBase]
):
    """Watches by which features a model decides (feature attribution drift).

    SageMaker Clarify starts an endpoint of its own with the model for the time of each job, and
    computes SHAP values of what was captured. Since 30 July 2026 Model Monitor is open to accounts
    that used it before.

    The analysis configuration names the model (``predictor.model_name``), which has a generated
    name: write the file at deployment, with ``model.model_name`` in it.

    Example::

        monitor = hosting.ExplainabilityMonitor(
            self,
            "Explainability",
            data=hosting.MonitoredData.of_endpoint(endpoint),
            models=[model],
            analysis_config=hosting.S3File(bucket=models, key="churn/shap/analysis_config.json"),
            output=hosting.MonitoringOutput(bucket=reports),
        )
        monitor.drift_alarm(feature="age", above=0.4)
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        data: MonitoredData,
        models: Sequence[ModelBase],
        analysis_config: S3File,
        output: MonitoringOutput,
        baseline: MonitoringBaseline | None = None,
        schedule: MonitoringSchedule | None = None,
        features_attribute: str | None = None,
        inference_attribute: str | None = None,
        probability_attribute: str | None = None,
        shadow_endpoint_prefix: str = SHADOW_PREFIX,
        image: ContainerImage | None = None,
        image_account: str | None = None,
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
        """Declare a monitor of feature attributions.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            data: What it looks at; an endpoint has to capture its input.
            models: The models that the analysis configuration names; the jobs may start endpoints
                of their own with these and no others. Where they are described it is by their
                generated names.
            analysis_config: The configuration of the analysis, ``analysis_config.json``: the SHAP
                baseline, and the model with the instances that its endpoint gets.
            output: Where its reports go.
            baseline: The constraints that the attributions are compared with. Default: none, the
                jobs compute attributions alone.
            schedule: When its jobs run. Default: each day at midnight UTC.
            features_attribute: Where the features are in the input, a JMESPath of JSON lines.
                Default: not said.
            inference_attribute: Where the predicted label is in the output: an index or a name of
                CSV, a JMESPath of JSON. Default: not said.
            probability_attribute: Where the probability of a class is in the output, in the same
                way. Default: not said.
            shadow_endpoint_prefix: What the names of Clarify's endpoints begin with
                (``predictor.endpoint_name_prefix`` of the configuration). Default: ``sm-clarify``,
                as Clarify has it.
            image: An image of your own in place of AWS's. Default: ``sagemaker-clarify-processing``
                of the stack's Region.
            image_account: The account whose registry holds AWS's image, in a Region that the table
                of this library lacks. Default: looked up.
            environment: Environment variables, at most 49. Default: none.
            publish_metrics: Whether the jobs tell CloudWatch what they find. Default: True.
            cluster: What the jobs run on. Default: one ``ml.m5.xlarge`` with 30 GiB.
            network: The network of the jobs, which call the endpoint that they start. Default:
                SageMaker's own.
            max_runtime: How long a job may run, up to the time between two jobs. Default: 1 hour.
            role: The role of the jobs; it is granted what they need, if it can be. Default: a new
                role with those permissions and nothing else.
            monitoring_schedule_name: 1 to 63 letters, digits and inner hyphens. Default: made from
                the construct path.
            alarm_topics: Who is told when a drift alarm goes off. Default: nobody.
            tags: Tags of definition and schedule, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When there are no models, when the jobs have no network, when the Region
                has no known image of AWS, or when a rule of the catalogue refuses what the
                arguments render to.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateModelExplainabilityJobDefinition.html
        """
        with declared_at(scope, id):
            check_baseline(baseline, "feature attributions")
            _check_models(models)
            _check_network(network)
            job = Job(
                data=data,
                output=output,
                schedule=schedule or MonitoringSchedule.daily(),
                cluster=cluster or MonitoringCluster(),
                network=network or MonitoringNetwork(),
                max_runtime=max_runtime,
                publish_metrics=publish_metrics,
                environment=environment,
                files=[*(baseline.files if baseline else ()), analysis_config],
                statements=_statements(scope, models, shadow_endpoint_prefix),
            )
            self._start(scope, id, job, monitoring_schedule_name)
            for model in models:
                check_environment(self, model, "the model", "this monitor")
            self._define(
                image=bind_image(self, "clarify", image, image_account),
                specification={"ConfigUri": analysis_config.uri},
                baseline=baseline,
                attributes={
                    "FeaturesAttribute": features_attribute,
                    "InferenceAttribute": inference_attribute,
                    "ProbabilityAttribute": probability_attribute,
                },
                role=role,
                alarm_topics=alarm_topics,
                tags=tags,
            )

    @classmethod
    def _imported(cls, scope: Construct, id: str) -> ExplainabilityMonitorBase:
        return _ImportedExplainabilityMonitor(scope, id)


class _ImportedExplainabilityMonitor(ExplainabilityMonitorBase, ImportedMonitor):
    pass


def _check_models(models: object) -> None:
    if not isinstance(models, Sequence) or not models:
        raise InvalidProps(
            f"models is {'empty' if isinstance(models, Sequence) else 'not a sequence'}: Clarify "
            "could start no endpoint",
            fix="pass models=[model], with those that the analysis configuration names",
            source=_DRIFT,
        )
    for model in models:
        check_model(model, "a monitor")


def _check_network(network: MonitoringNetwork | None) -> None:
    if network is not None and network.network_isolation is True:
        raise InvalidProps(
            "network_isolation of a monitor of attributions: its jobs could not call the endpoint "
            "that they start with the model",
            fix="leave out network_isolation; pass vpc=... to MonitoringNetwork to close them in",
            source=_DRIFT,
        )


def _statements(scope: Construct, models: Sequence[ModelBase], prefix: str) -> list[Properties]:
    """Return what a job needs to run an endpoint of its own with ``models``."""
    place = stack_facts(scope)

    def arns(*kinds: str) -> list[str]:
        return [place.arn("sagemaker", f"{kind}/{prefix}*") for kind in kinds]

    both = arns("endpoint", "endpoint-config")
    return [
        {
            "Effect": "Allow",
            "Action": "sagemaker:DescribeModel",
            "Resource": [_arn(place, model) for model in models],
        },
        {
            "Effect": "Allow",
            "Action": [
                "sagemaker:AddTags",
                "sagemaker:CreateEndpoint",
                "sagemaker:CreateEndpointConfig",
                "sagemaker:DeleteEndpoint",
                "sagemaker:DeleteEndpointConfig",
                "sagemaker:DescribeEndpoint",
                "sagemaker:DescribeEndpointConfig",
            ],
            "Resource": both,
        },
        {
            "Effect": "Allow",
            "Action": "sagemaker:InvokeEndpoint",
            "Resource": arns("endpoint"),
        },
    ]


def _arn(place: StackFacts, model: ModelBase) -> str:
    """Return the ARN of a model. It has the name in lower case, and IAM compares by case."""
    if isinstance(model, OwnedModel):
        return model.model_arn
    name = model.model_name
    return place.arn("sagemaker", f"model/{name.lower() if is_known(name) else name}")
