"""The endpoint: what callers invoke, with its guardrails."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.cdk.endpoint.config import EndpointConfigBase
from sagemaker_hosting.cdk.endpoint.guarded import GuardedEndpoint
from sagemaker_hosting.cdk.endpoint.imports import ImportsEndpoints
from sagemaker_hosting.cdk.endpoint.realtime_base import (
    ImportedRealTimeEndpoint,
    RealTimeEndpointBase,
)
from sagemaker_hosting.cdk.monitoring.rollback_alarm import RollbackAlarm
from sagemaker_hosting.cdk.operations.expiry import Expiry
from sagemaker_hosting.cdk.operations.logs import ContainerLogs
from sagemaker_hosting.cdk.rollout.base import RolloutStrategy
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.off_hours import OffHours

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns


class Endpoint(ImportsEndpoints[RealTimeEndpointBase], GuardedEndpoint, RealTimeEndpointBase):
    """What callers invoke: a configuration, with the guardrails of its updates.

    The name is known at synthesis: given, or made from the construct path. So alarms and scaling
    refer to it before it exists, and an update changes the endpoint in place.

    The primary resource is an ``AWS::SageMaker::Endpoint`` with the id ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        config: EndpointConfigBase,
        endpoint_name: str | None = None,
        rollout: RolloutStrategy | None = None,
        rollback_on: Sequence[RollbackAlarm] | None = None,
        scaling: Mapping[str, ScalingBase] | None = None,
        alarm_topics: Sequence[sns.ITopic] | None = None,
        off_hours: OffHours | Explicit | None = None,
        logs: ContainerLogs | Explicit | None = None,
        expiry: Expiry | Explicit | None = None,
        tags: Mapping[str, str] | None = None,
    ) -> None:
        """Declare an endpoint.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            config: What it runs.
            endpoint_name: 1 to 63 letters, digits and inner hyphens; another name is another
                endpoint. Default: made from the construct path.
            rollout: How an update moves traffic. Default: a canary of 10 % with bakes, or all at
                once with a bake where the fleet is one instance.
            rollback_on: What takes an update back, 1 to 10 alarms in all. Default: more than 5 % of
                the requests to the new fleet fail with a 5xx status. An empty sequence means no
                alarms.
            scaling: Autoscaling by variant name; see also `scale_variant`. Default: none.
            alarm_topics: Who else is told when a rollback alarm goes off. Default: nobody.
            off_hours: When nobody needs it, so that as little of it stays as its kind allows.
                Default: never.
            logs: The log group as a resource of the stack. Default: SageMaker creates it, and keeps
                lines for ever.
            expiry: When it is deleted, should everybody forget it. Default: never.
            tags: Tags of the endpoint, beside those of ``Tags.of(...)``. Default: none.

        Raises:
            InvalidProps: When the name is malformed, when the rollout does not fit the fleet, when
                there are too many alarms, or when a rule of the catalogue refuses the properties.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpoint.html
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            in_stack_of(self, scope)
            self._create_guarded(
                config=config,
                endpoint_name=endpoint_name,
                rollout=rollout,
                rollback_on=rollback_on,
                scaling=scaling or {},
                off_hours=off_hours,
                alarm_topics=alarm_topics,
                tags=tags,
            )
            self._create_health_alarms(None, alarm_topics)
            self._own_logs(logs)
            self._expire(expiry)

    @classmethod
    def _imported(
        cls,
        scope: Construct,
        id: str,
        name: str,
        variant_names: Sequence[str],
        arn: str | None,
    ) -> RealTimeEndpointBase:
        return ImportedRealTimeEndpoint(scope, id, name, variant_names, arn)
