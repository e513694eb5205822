"""A variant that Application Auto Scaling scales."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk.scaling.base import ScalingBase
from sagemaker_hosting.cdk.scaling.resource import ScaledResource
from sagemaker_hosting.cdk.scaling.scalable import Scalable


class ScalableVariant(Scalable):
    """The scalable target of a production variant, with its policies and schedules.

    It refers to the endpoint by name and depends on it, so it is registered after the endpoint is
    in service and deregistered before it is deleted. Scaling runs under Application Auto Scaling's
    service-linked role.

    The primary resource is an ``AWS::ApplicationAutoScaling::ScalableTarget`` with the id
    ``Resource``.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        endpoint_name: str,
        variant_name: str,
        scaling: ScalingBase,
        endpoint: cdk.CfnResource | None = None,
        config: Properties | None = None,
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
            config: The rendered properties of its configuration, when they are known, to be checked
                against. Default: they are not.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the target or a policy, such as for a
                burstable instance type.
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            self._declare(
                ScaledResource.variant(endpoint_name, variant_name),
                scaling,
                after=endpoint,
                related={"EndpointConfig": [config] if config else []},
            )
