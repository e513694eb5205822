"""Deleting what expires: a schedule that calls once, and a role that may do that alone."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1
from sagemaker_hosting.cdk._surroundings import StackFacts, stack_facts
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.cdk.operations.expiry import expression
from sagemaker_hosting.rules import enforce

_SCHEDULE: Final = "AWS::Scheduler::Schedule"


def delete_later(
    scope: Construct,
    at: datetime,
    what: str,
    *,
    call: str,
    request: Properties,
    statements: Sequence[Properties],
) -> None:
    """Have EventBridge Scheduler delete something, once.

    Args:
        scope: Where to create the schedule (id ``Expiry``) and its role (id ``ExpiryRole``).
        at: When.
        what: What is deleted, for the description.
        call: The operation, such as ``sagemaker:deleteEndpoint``.
        request: The request.
        statements: What the role has to be allowed.

    Raises:
        InvalidProps: When a rule of the catalogue refuses the schedule.
    """
    from aws_cdk import aws_scheduler as scheduler  # only where something expires

    place = stack_facts(scope)
    boundary: iam.IManagedPolicy | None = effective(scope).value("permissions_boundary")
    role = create_l1(
        iam.CfnRole,
        scope,
        "ExpiryRole",
        {
            "AssumeRolePolicyDocument": _trust(place),
            "PermissionsBoundary": boundary.managed_policy_arn if boundary is not None else None,
            "Policies": [
                {
                    "PolicyName": "Delete",
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)},
                }
            ],
        },
    )
    properties: Properties = {
        "Description": f"deletes {what}",
        "ScheduleExpression": expression(at),
        "ScheduleExpressionTimezone": "UTC",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {
            "Arn": f"arn:{place.partition}:scheduler:::aws-sdk:{call}",
            "RoleArn": role.attr_arn,
            "Input": json.dumps(request),
        },
    }
    enforce(_SCHEDULE, properties)
    create_l1(scheduler.CfnSchedule, scope, "Expiry", properties)


def delete_endpoint_later(scope: Construct, at: datetime, name: str, arn: str) -> None:
    """Have the endpoint ``scope`` deleted.

    Args:
        scope: The endpoint.
        at: When.
        name: Its name.
        arn: Its ARN, without a reference to it.
    """
    delete_later(
        scope,
        at,
        "an endpoint that expires",
        call="sagemaker:deleteEndpoint",
        request={"EndpointName": name},
        statements=[
            {"Effect": "Allow", "Action": "sagemaker:DeleteEndpoint", "Resource": arn},
            _deregister(stack_facts(scope)),
        ],
    )


def delete_component_later(scope: Construct, at: datetime, name: str, arns: Sequence[str]) -> None:
    """Have the inference component ``scope`` deleted.

    Args:
        scope: The component.
        at: When.
        name: Its name.
        arns: What its ARN may be, without a reference to it.
    """
    delete_later(
        scope,
        at,
        "an inference component that expires",
        call="sagemaker:deleteInferenceComponent",
        request={"InferenceComponentName": name},
        statements=[
            {
                "Effect": "Allow",
                "Action": "sagemaker:DeleteInferenceComponent",
                "Resource": list(arns),
            },
            _deregister(stack_facts(scope)),
        ],
    )


def _deregister(place: StackFacts) -> Properties:
    """Return what whoever deletes something that is scaled needs (guide page 179)."""
    return {
        "Effect": "Allow",
        "Action": "application-autoscaling:DeregisterScalableTarget",
        # The id of a scalable target is in no template.
        "Resource": place.arn("application-autoscaling", "scalable-target/*"),
        "Condition": {"StringEquals": {"application-autoscaling:service-namespace": "sagemaker"}},
    }


def _trust(place: StackFacts) -> Properties:
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "scheduler.amazonaws.com"},
                "Condition": {
                    "StringEquals": {
                        "aws:SourceAccount": place.account,
                        "aws:SourceArn": place.arn("scheduler", "schedule-group/default"),
                    }
                },
            }
        ],
    }
