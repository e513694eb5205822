"""The endpoints of an environment."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

import sagemaker_hosting as hosting
from infra import settings as app_settings
from infra.settings import Endpoint, Environment, SettingsError
from infra.settings.model import Alarms, Rollout
from infra.settings.units import Part
from infra.stacks import acknowledge

_PROJECT: Final = Path(__file__).resolve().parents[2]


class InferenceStack(cdk.Stack):
    """Every endpoint of an environment with its model, scaling, rollout and alarms.

    It holds no data, so it can be deleted and made again.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment_name: str,
        settings: Environment,
        vpc: ec2.IVpc | None = None,
        security_group: ec2.ISecurityGroup | None = None,
        encryption_key: kms.IKey | None = None,
        alarm_topic: sns.ITopic | None = None,
        capture_bucket: s3.IBucket | None = None,
        termination_protection: bool = False,
    ) -> None:
        """Declare the endpoints.

        Args:
            scope: The stage.
            id: The id below ``scope``.
            environment_name: What errors call the environment.
            settings: The environment.
            vpc: The network of the model containers. Default: SageMaker's own.
            security_group: Of the model containers. Default: each model has one of its own.
            encryption_key: What encrypts volumes and captured requests. Default: keys of AWS.
            alarm_topic: Who is told of alarms. Default: nobody.
            capture_bucket: Where captured requests go; needed by endpoints that capture any.
                Default: none.
            termination_protection: Whether the stack refuses to be deleted. Default: False.

        Raises:
            SettingsError: When an endpoint's settings can never work.
        """
        super().__init__(
            scope,
            id,
            termination_protection=termination_protection,
            description="Inference endpoints",
        )
        self._vpc = vpc
        self._security_groups = [security_group] if security_group else None
        self._key = encryption_key
        self._topics = [alarm_topic] if alarm_topic else []
        self._bucket = capture_bucket
        self._foundation = cdk.Stack.of(capture_bucket).stack_name if capture_bucket else None
        self.endpoints: dict[str, hosting.RealTimeEndpoint] = {}
        for name, endpoint in settings.endpoints.items():
            try:
                self.endpoints[name] = self._endpoint(name, endpoint)
            except hosting.InvalidProps as error:
                # Who reads this has written a file and not this program.
                raise SettingsError(
                    error.message,
                    fix="; see ".join(part for part in (error.fix, error.source) if part),
                    where=app_settings.where(environment_name, ["endpoints", name]),
                    key=f"endpoints.{name}",
                ) from error

    def _endpoint(self, name: str, settings: Endpoint) -> hosting.RealTimeEndpoint:
        scope = Construct(self, name)
        endpoint = hosting.RealTimeEndpoint(
            scope,
            "Endpoint",
            model=self._model(scope, settings),
            instance_type=settings.instance_type,
            scaling=hosting.Scaling(
                min_capacity=settings.capacity.min, max_capacity=settings.capacity.max
            ).track_invocations(per_instance_per_minute=settings.capacity.invocations_per_instance),
            rollout=_rollout(settings.rollout),
            rollback_on=_alarms(settings.alarms),
            alarm_topics=self._topics,
            encryption_key=self._key,
            data_capture=self._data_capture(name, settings.data_capture),
        )
        acknowledge.endpoint_policy(name, endpoint, foundation=self._foundation)
        cdk.CfnOutput(scope, "Name", key=f"{name}EndpointName", value=endpoint.endpoint_name)
        return endpoint

    def _model(self, scope: Construct, settings: Endpoint) -> hosting.Model:
        model = settings.model
        directory = _PROJECT / model.directory
        if not directory.is_dir():
            raise hosting.InvalidProps(
                f"model.directory {model.directory!r} does not exist",
                fix="train the model first, as in: python -m infra.models.iris.train",
            )
        declared = hosting.Model(
            scope,
            "Model",
            image=hosting.ContainerImage.from_deep_learning_container(
                model.image.repository, tag=model.image.tag
            ),
            data=hosting.ModelData.from_directory(directory),
            environment=model.environment or None,
            network_isolation=model.network_isolation,
            vpc=self._vpc,
            security_groups=self._security_groups,
            vpc_subnets=(
                ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)
                if self._vpc
                else None
            ),
        )
        acknowledge.execution_role(declared, in_vpc=self._vpc is not None)
        return declared

    def _data_capture(self, name: str, percent: int | None) -> hosting.DataCapture | None:
        if not percent or self._bucket is None:
            return None
        return hosting.DataCapture(
            bucket=self._bucket,
            prefix=name,
            sampling_percentage=percent,
            encryption_key=self._key,
            csv_content_types=["text/csv"],
            json_content_types=["application/json"],
        )


def _rollout(settings: Rollout) -> hosting.RolloutStrategy:
    if settings.canary is not None:
        canary = settings.canary
        return hosting.Rollout.canary(
            size=_capacity(canary.size),
            bake=_duration(canary.bake),
            termination_wait=_duration(canary.termination_wait),
        )
    if settings.linear is not None:
        linear = settings.linear
        return hosting.Rollout.linear(
            step_size=_capacity(linear.step),
            bake=_duration(linear.bake),
            termination_wait=_duration(linear.termination_wait),
        )
    if settings.rolling is not None:
        rolling = settings.rolling
        return hosting.Rollout.rolling(
            max_batch_size=_capacity(rolling.batch), bake=_duration(rolling.bake)
        )
    at_once = settings.all_at_once
    return hosting.Rollout.all_at_once(bake=_duration(at_once.bake if at_once else None))


def _alarms(settings: Alarms) -> list[hosting.RollbackAlarm]:
    alarms = []
    if settings.error_rate is not None:
        alarms.append(hosting.RollbackAlarm.error_rate(above=settings.error_rate))
    if (p99 := _duration(settings.p99_latency)) is not None:
        alarms.append(hosting.RollbackAlarm.p99_latency(above=p99))
    if (p50 := _duration(settings.p50_latency)) is not None:
        alarms.append(hosting.RollbackAlarm.p50_latency(above=p50))
    if settings.cpu_utilization is not None:
        alarms.append(hosting.RollbackAlarm.cpu_utilization(above_percent=settings.cpu_utilization))
    return alarms


def _duration(given: timedelta | None) -> cdk.Duration | None:
    if given is None:
        return None
    milliseconds = given // timedelta(milliseconds=1)
    if milliseconds % 1000:
        return cdk.Duration.millis(milliseconds)
    return cdk.Duration.seconds(milliseconds // 1000)


def _capacity(given: Part | None) -> hosting.Capacity | None:
    if given is None:
        return None
    make = hosting.Capacity.percent if given.percent else hosting.Capacity.instances
    return make(given.value)
