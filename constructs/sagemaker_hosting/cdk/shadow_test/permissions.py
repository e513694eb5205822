"""What the roles of a shadow test may do: that of the test, and those of the two models."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._roles import HasRole, attach_statements, distinct
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk.endpoint.owned import OwnedEndpoint, log_statements, publish_statement
from sagemaker_hosting.cdk.endpoint.realtime_base import RealTimeEndpointBase
from sagemaker_hosting.cdk.shadow_test.variant import ShadowTestVariant

_CONFIGS: Final = (
    "sagemaker:AddTags",
    "sagemaker:CreateEndpointConfig",
    "sagemaker:DeleteEndpointConfig",
    "sagemaker:DescribeEndpointConfig",
)
_ENDPOINT: Final = (
    "sagemaker:DescribeEndpoint",
    "sagemaker:UpdateEndpoint",
    "sagemaker:UpdateEndpointWeightsAndCapacities",
)


def role_statements(
    scope: Construct, sides: Sequence[ShadowTestVariant], endpoint: RealTimeEndpointBase
) -> list[Properties]:
    """Return what the role of a test needs.

    It makes configurations with the shadow, whose names SageMaker chooses, moves the endpoint to
    them and back, and fetches images and artifacts.

    Args:
        scope: The test.
        sides: What it compares.
        endpoint: Where.
    """
    place = stack_facts(scope)
    configs = place.arn("sagemaker", "endpoint-config/*")
    statements: list[Properties] = [
        {"Effect": "Allow", "Action": list(_CONFIGS), "Resource": configs},
        {
            "Effect": "Allow",
            "Action": list(_ENDPOINT),
            "Resource": [endpoint.literal_arn, configs],
        },
    ]
    for side in sides:
        statements += side.model.access_statements
    return distinct(statements)


def let_models(
    scope: Construct,
    sides: Sequence[ShadowTestVariant],
    endpoint: RealTimeEndpointBase,
    statements: Sequence[Properties],
    name: str,
) -> list[Construct]:
    """Let the models do what they do during the test; return the policies.

    Args:
        scope: The test.
        sides: What it compares.
        endpoint: Where. An endpoint of this app has let its own models log already.
        statements: What both need: to store data, and to use the key of the volumes.
        name: The name of the test.
    """
    config = endpoint.config if isinstance(endpoint, OwnedEndpoint) else None
    at_home: list[HasRole] = [
        model for variant in (config.served if config else ()) for model in variant.models
    ]
    roles = {id(one.execution_role) for one in at_home}
    guests: dict[int, HasRole] = {}
    residents: dict[int, HasRole] = {}
    for side in sides:
        key = id(side.model.execution_role)
        (residents if key in roles else guests)[key] = side.model
    own = [
        *log_statements(stack_facts(scope), f"Endpoints/{endpoint.endpoint_name}"),
        publish_statement("real-time"),
    ]
    return [
        *attach_statements(
            scope,
            "ModelPolicy",
            guests.values(),
            [*own, *statements],
            policy_name=f"Shadow-{name}",
        ),
        *attach_statements(
            scope,
            "ProductionPolicy",
            residents.values(),
            statements,
            policy_name=f"Shadow-{name}",
        ),
    ]
