"""A scalable target with its policies, their alarms and its schedules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.policies import StepScaling
from sagemaker_hosting.cdk.scaling.resource import ScaledResource
from sagemaker_hosting.rules import enforce

_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"


class Scalable(Construct):
    """What scalable variants and components share. Not to be created directly."""

    def _declare(
        self,
        resource: ScaledResource,
        scaling: ScalingBase,
        *,
        after: cdk.CfnResource | None,
        related: Mapping[str, Sequence[Properties]],
    ) -> None:
        """Create the target, its policies, and the alarms that trigger steps.

        Args:
            resource: What is scaled.
            scaling: How.
            after: What has to exist first, if it is of this app.
            related: What the rules compare with, by the name of the link.
        """
        self._target_properties: Properties = {
            **scaling.render_limits(),
            "ResourceId": resource.resource_id,
        }
        self._related = related
        enforce(_TARGET, self._target_properties, related=related)
        target = create_l1(autoscaling.CfnScalableTarget, self, "Resource", self._target_properties)
        if after is not None:
            target.add_resource_dependency(after)
        self._target_id = target.ref
        for policy in scaling.every_policy:
            if isinstance(policy, StepScaling):
                created = self._policy(policy.id, "StepScaling", policy.render())
                alarm = policy.render_alarm(resource, created.ref)
                enforce("AWS::CloudWatch::Alarm", alarm)
                create_l1(cloudwatch.CfnAlarm, self, f"{policy.id}Alarm", alarm)
            else:
                self._policy(policy.id, "TargetTrackingScaling", policy.render(resource))

    def _policy(
        self, id: str, kind: str, configuration: Properties
    ) -> autoscaling.CfnScalingPolicy:
        properties: Properties = {
            "PolicyName": id,
            "PolicyType": kind,
            "ScalingTargetId": self._target_id,
            f"{kind.removesuffix('Scaling')}ScalingPolicyConfiguration": configuration,
        }
        enforce(
            _POLICY,
            properties,
            related={"ScalableTarget": self._target_properties, **self._related},
        )
        return create_l1(autoscaling.CfnScalingPolicy, self, id, properties)
