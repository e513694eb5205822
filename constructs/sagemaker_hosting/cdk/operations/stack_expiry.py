"""The expiry of a whole stack, which leaves nothing behind."""

from __future__ import annotations

from datetime import datetime

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import declared_at
from sagemaker_hosting.cdk._surroundings import in_stack_of
from sagemaker_hosting.cdk.operations.deletion import delete_later
from sagemaker_hosting.cdk.operations.expiry import SOURCE, check_moment
from sagemaker_hosting.core.errors import InvalidProps


class StackExpiry(Construct):
    """When the stack deletes itself, with everything in it, in the right order.

    EventBridge Scheduler calls ``DeleteStack``, with a role that may do that to this stack and
    nothing else. CloudFormation deletes with the role that the stack was deployed with, so this
    needs stacks that are deployed with one, as ``cdk deploy`` does after ``cdk bootstrap``. What is
    retained stays, and a stack whose exports are in use is not deleted.

    The primary resource is an ``AWS::Scheduler::Schedule`` with the id ``Expiry``.
    """

    def __init__(self, scope: Construct, id: str, *, at: datetime) -> None:
        """Declare when the stack that ``scope`` is in deletes itself.

        Args:
            scope: The parent construct.
            id: The id below ``scope``.
            at: The moment, with a time zone and in whole seconds; a fixed one.

        Raises:
            InvalidProps: When the moment cannot be scheduled, or when the stack is nested or
                protected against deletion.

        Source: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DeleteStack.html
        """
        with declared_at(scope, id):
            check_moment(at)
            super().__init__(scope, id)
            stack = in_stack_of(self, scope).stack
            _check_stack(stack)
            delete_later(
                self,
                at,
                "a stack that expires",
                call="cloudformation:deleteStack",
                request={"StackName": stack.stack_id},
                statements=[
                    {
                        "Effect": "Allow",
                        "Action": "cloudformation:DeleteStack",
                        "Resource": stack.stack_id,
                    }
                ],
            )


def _check_stack(stack: cdk.Stack) -> None:
    if stack.nested:
        raise InvalidProps(
            "a nested stack expires with the stack that it is in",
            fix="declare the StackExpiry in that one",
            source=SOURCE,
        )
    if stack.termination_protection:
        raise InvalidProps(
            "the stack is protected against deletion, and expires",
            fix="leave out the StackExpiry, or termination_protection=True",
            source=SOURCE,
        )
