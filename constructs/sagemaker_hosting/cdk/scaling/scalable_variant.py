"""A variant that Application Auto Scaling scales."""

from __future__ import annotations

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_applicationautoscaling as autoscaling
from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, declared_at
from sagemaker_hosting.cdk.scaling.scaling import Scaling, StepScaling
from sagemaker_hosting.rules import enforce

_TARGET: Final = "AWS::ApplicationAutoScaling::ScalableTarget"
_POLICY: Final = "AWS::ApplicationAutoScaling::ScalingPolicy"


class ScalableVariant(Construct):
    """The scalable target of a production variant, with its policies and schedules.

    It refers to the endpoint by name and depends on it, so it is registered after the endpoint is
    in service and deregistered before it is deleted. Scaling runs under Application Auto Scaling's
    service-linked role.

    The primary resource is an ``AWS::ApplicationAutoScaling::ScalableTarget`` with the id
    ``Resource``.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str,
        variant_name: str,
        scaling: Scaling,
        endpoint: cdk.CfnResource | None = None,
        variant: Properties | None = None,
    ) -> None:
        """Declare the scaling of a variant; usually through ``endpoint.scale_variant(...)``.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            endpoint_name: The name of the endpoint, known at synthesis or a token.
            variant_name: The name of the production variant.
            scaling: The limits, policies and schedules.
            endpoint: The endpoint, when it is of this app, for the order of creation. Default: it
                exists already.
            variant: The variant's rendered properties, when they are known, to be checked against.
                Default: they are not.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the target or a policy, such as for a
                burstable instance type.
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            self._target_properties: Properties = {
                **scaling.render_limits(),
                "ResourceId": f"endpoint/{endpoint_name}/variant/{variant_name}",
            }
            self._configs: list[Properties] = (
                [{"ProductionVariants": [variant]}] if variant is not None else []
            )
            enforce(_TARGET, self._target_properties, related={"EndpointConfig": self._configs})
            self._target = create_l1(
                autoscaling.CfnScalableTarget, self, "Resource", self._target_properties
            )
            if endpoint is not None:
                self._target.add_resource_dependency(endpoint)
            self._target_id = self._target.ref
            for policy in scaling.policies:
                if isinstance(policy, StepScaling):
                    created = self._policy(policy.id, "StepScaling", policy.render())
                    alarm = policy.render_alarm(endpoint_name, variant_name, created.ref)
                    enforce("AWS::CloudWatch::Alarm", alarm)
                    create_l1(cloudwatch.CfnAlarm, self, f"{policy.id}Alarm", alarm)
                else:
                    self._policy(
                        policy.id,
                        "TargetTrackingScaling",
                        policy.render(endpoint_name, variant_name),
                    )

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
            related={"ScalableTarget": self._target_properties, "EndpointConfig": self._configs},
        )
        return create_l1(autoscaling.CfnScalingPolicy, self, id, properties)
