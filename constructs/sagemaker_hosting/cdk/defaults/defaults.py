"""The defaults themselves: one object, which says nothing of itself about where it holds."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

import aws_cdk as cdk

from sagemaker_hosting.cdk.defaults.checks import SOURCE, RolloutKind, check_defaults
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.monitoring.health_alarm import HealthAlarm
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.scaling.off_hours import OffHours
from sagemaker_hosting.core.errors import InvalidProps

if TYPE_CHECKING:
    from aws_cdk import aws_ec2 as ec2
    from aws_cdk import aws_iam as iam
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_sns as sns

    from sagemaker_hosting.cdk.component.rollout import ComponentRollout

DefaultName = Literal[
    "vpc",
    "vpc_subnets",
    "security_groups",
    "network_isolation",
    "volume_key",
    "capture_key",
    "async_output_key",
    "permissions_boundary",
    "tags",
    "allowed_instance_types",
    "rollout",
    "component_rollout",
    "allowed_rollouts",
    "minimum_bake",
    "rollback_on",
    "alarms",
    "alarm_topics",
    "name_prefix",
    "name_pattern",
    "logs",
    "off_hours",
    "expiry",
]
"""The names of the attributes of `Defaults`."""


@dataclass(frozen=True, kw_only=True)
class Defaults:
    """What holds for every endpoint, model and component in a scope that states nothing else.

    Set on a scope with ``HostingDefaults.of(scope).set(...)``. An attribute that is left out says
    nothing; ``Explicit.NONE`` says that there is none, whatever an outer scope says. What a
    construct states wins, unless the attribute is `enforced`.

    The last group holds no values but limits. A construct outside of them gets a warning at
    synthesis, and is refused where they are enforced.

    Attributes:
        vpc: The VPC of models, of the containers of inference components, and of monitoring jobs.
            Serverless endpoints are in none. Default: SageMaker's own network.
        vpc_subnets: The subnets, where a construct takes this VPC. Default: the private subnets.
        security_groups: At most 5, where a construct takes this VPC. Default: a new one for each
            model, with outbound access and no inbound.
        network_isolation: Whether containers of models and inference components have no network at
            all. Default: they have one.
        volume_key: The KMS key of storage volumes. Instances with local NVMe storage take none, and
            encrypt it themselves. Default: a key of SageMaker.
        capture_key: The KMS key of captured requests and responses. Default: that of the bucket.
        async_output_key: The KMS key of the responses of asynchronous endpoints. Default: that of
            the bucket.
        permissions_boundary: The permissions boundary of every role that the library makes.
            Enforced, it is put on given roles of the app as well. Default: none.
        tags: Tags of every SageMaker resource in the scope; merged with those of other scopes, the
            inner ones winning. Default: none.
        rollout: How updates move traffic. A fleet of one instance is updated all at once where the
            default needs more of them. Default: a canary of 10 % with bakes.
        component_rollout: How updates replace the copies of inference components. Default: batches
            of a quarter.
        rollback_on: What takes an update back, of endpoints on instances and of components, as far
            as the metrics are published of them. Enforced, these are there beside those that a
            construct states. Default: more than 5 % of the requests fail.
        alarms: What somebody is told about, as far as the metrics are published. Enforced, these
            are there beside those that a construct states. Default: what the kind is watched for,
            where there is somebody to tell.
        alarm_topics: Who is told when an alarm goes off. Enforced, they are told beside those that
            a construct states. Default: nobody.
        name_prefix: What generated names of endpoints, components, shadow tests and monitoring
            schedules begin with. Enforced, stated names have to begin with it. Default: nothing.
        logs: The log groups of endpoints and components, as resources of their stacks. Default:
            SageMaker makes them.
        off_hours: When nobody needs the endpoints and components, for as many as have something to
            save. Default: never.
        expiry: When endpoints and components are deleted. Default: never.
        allowed_instance_types: Such as ``ml.m5.xlarge``; ``ml.m5.*`` stands for all sizes.
            Default: all.
        allowed_rollouts: The kinds of rollout. Default: all.
        minimum_bake: How long alarms have to watch the first traffic on the new fleet.
            Default: 0 seconds.
        name_pattern: A regular expression that names of endpoints and components have to match from
            end to end. Default: any.

    Raises:
        InvalidProps: When a value can be no default.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html (network),
    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails.html (rollouts, alarms)
    and https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html

    Example::

        hosting.HostingDefaults.of(app).set(
            hosting.Defaults(
                vpc=vpc,
                allowed_instance_types=["ml.m5.*", "ml.g5.xlarge"],
                minimum_bake=Duration.minutes(5),
            ).enforced(names="allowed_instance_types", message="ask #ml-platform first")
        )
    """

    vpc: ec2.IVpc | Explicit | None = None
    vpc_subnets: ec2.SubnetSelection | Explicit | None = None
    security_groups: Sequence[ec2.ISecurityGroup] | Explicit | None = None
    network_isolation: bool | None = None
    volume_key: kms.IKey | Explicit | None = None
    capture_key: kms.IKey | Explicit | None = None
    async_output_key: kms.IKey | Explicit | None = None
    permissions_boundary: iam.IManagedPolicy | Explicit | None = None
    tags: Mapping[str, str] | None = None
    rollout: RolloutStrategy | Explicit | None = None
    component_rollout: ComponentRollout | Explicit | None = None
    rollback_on: Sequence[RollbackAlarm] | None = None
    alarms: Sequence[HealthAlarm] | None = None
    alarm_topics: Sequence[sns.ITopic] | None = None
    name_prefix: str | None = None
    logs: ContainerLogs | Explicit | None = None
    off_hours: OffHours | Explicit | None = None
    expiry: Expiry | Explicit | None = None
    allowed_instance_types: Sequence[str] | Explicit | None = None
    allowed_rollouts: Sequence[RolloutKind] | Explicit | None = None
    minimum_bake: cdk.Duration | None = None
    name_pattern: str | Explicit | None = None
    _messages: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Refuse what can be no default, where it is written."""
        check_defaults(self)

    def enforced(
        self, *, message: str, names: DefaultName | Sequence[DefaultName] | None = None
    ) -> Defaults:
        """Return these defaults with some of them enforced.

        A construct that states something else is refused with ``message``, and so are the defaults
        of an inner scope. Names that other calls have enforced stay so.

        Args:
            message: What the product team is told: why, and whom to ask.
            names: Which of the attributes. Default: all that are set.

        Raises:
            InvalidProps: When there is no message, or when a name is none of what is set.
        """
        if not message.strip():
            raise InvalidProps(
                "enforced defaults without a message",
                fix="say why, and whom to ask: message='...'",
                source=SOURCE,
            )
        stated = self.stated
        chosen = stated if names is None else [names] if isinstance(names, str) else names
        for name in chosen:
            if name not in stated:
                raise InvalidProps(
                    f"{name!r} is enforced, and these defaults do not set it",
                    fix=f"name some of {', '.join(stated) or 'what you set'}",
                    source=SOURCE,
                )
        if not chosen:
            raise InvalidProps(
                "there is nothing to enforce",
                fix="set an attribute of these defaults first",
                source=SOURCE,
            )
        messages = {**self._messages, **dict.fromkeys(chosen, message)}
        return dataclasses.replace(self, _messages=messages)

    @property
    def stated(self) -> Mapping[str, Any]:
        """What is set, by name; 0, False and "" are values."""
        return {name: value for name in NAMES if (value := getattr(self, name)) is not None}

    @property
    def messages(self) -> Mapping[str, str]:
        """What is enforced, with the message for whoever states something else."""
        return self._messages


NAMES: Final[Sequence[str]] = [
    each.name for each in dataclasses.fields(Defaults) if not each.name.startswith("_")
]
