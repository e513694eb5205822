"""An inference component whose copies Application Auto Scaling scales."""

from __future__ import annotations

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, declared_at
from sagemaker_hosting.cdk.scaling.copy_scaling import CopyScaling
from sagemaker_hosting.cdk.scaling.resource import ScaledResource
from sagemaker_hosting.cdk.scaling.scalable import Scalable


class ScalableComponent(Scalable):
    """The scalable target of the copies of an inference component.

    It refers to the component by name and depends on it. The primary resource is an
    ``AWS::ApplicationAutoScaling::ScalableTarget`` with the id ``Resource``.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        inference_component_name: str,
        scaling: CopyScaling,
        component: cdk.CfnResource | None = None,
        properties: Properties | None = None,
    ) -> None:
        """Declare the scaling of a component; usually through ``component.scale_copies(...)``.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            inference_component_name: The name of the component, known at synthesis or a token.
            scaling: The limits, policies and schedules.
            component: The component, when it is of this app, for the order of creation. Default: it
                exists already.
            properties: Its rendered properties, when they are known, to be checked against.
                Default: they are not.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the target or a policy.
        """
        with declared_at(scope, id):
            super().__init__(scope, id)
            self._declare(
                ScaledResource.component(inference_component_name),
                scaling,
                after=component,
                related={"InferenceComponent": [properties] if properties else []},
            )
