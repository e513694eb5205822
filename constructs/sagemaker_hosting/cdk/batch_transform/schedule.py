"""When a batch transform runs by itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, minutes, seconds
from sagemaker_hosting.cdk._roles import policy_document
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.cdk._times import utc
from sagemaker_hosting.cdk.defaults.effective import effective
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.jobs import SCHEDULE_WINDOW_MINUTES
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_scheduler as scheduler
    from aws_cdk import aws_sqs as sqs

_TYPE: Final = "AWS::Scheduler::Schedule"
_SOURCE: Final = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html"


@dataclass(frozen=True, kw_only=True)
class TransformSchedule:
    """When a batch transform runs by itself: a schedule of EventBridge Scheduler.

    Attributes:
        expression: ``cron(0 3 * * ? *)``, ``rate(1 day)``, ``at(2027-01-31T03:00:00)``, or a
            ``ScheduleExpression`` of the CDK.
        time_zone: An IANA name, such as ``Europe/Vienna``. Default: that of the expression, else
            UTC.
        flexible_window: How much later it may start, 1 minute to 1 day, so that not everything
            starts at once. Default: on time.
        input: The input of the executions, which `TransformInput.from_execution` reads. Default:
            empty.
        start: When the schedule begins to count: a time with its time zone, or ISO 8601 text such
            as ``2027-03-01T08:00:00Z``. Default: at once.
        end: When it ceases, in the same way. Default: never.
        retry_attempts: How often a start that failed is tried again, 0 to 185. Default: 185.
        maximum_event_age: For how long, 1 minute to 1 day. Default: 1 day.
        dead_letter_queue: Where starts go that failed for good. Default: they are lost.
        enabled: Whether it runs. Default: True.

    Raises:
        InvalidProps: When the window is out of range, when the input is no mapping, when a time is
            none or has no time zone, or when the schedule ends before it starts.

    Source: https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
    """

    expression: str | scheduler.ScheduleExpression
    time_zone: str | None = None
    flexible_window: cdk.Duration | None = None
    input: Mapping[str, Any] | None = None
    start: datetime | str | None = None
    end: datetime | str | None = None
    retry_attempts: int | None = None
    maximum_event_age: cdk.Duration | None = None
    dead_letter_queue: sqs.IQueue | None = None
    enabled: bool = True

    def __post_init__(self) -> None:
        """Refuse what EventBridge Scheduler would, where it is written."""
        window = minutes(self.flexible_window, "flexible_window")
        limit = SCHEDULE_WINDOW_MINUTES
        if window is not None and is_known(window) and not limit.value.holds(window):
            raise InvalidProps(
                f"flexible_window is {window} minutes",
                fix=f"pass {limit.value} minutes",
                source=limit.source,
            )
        if self.input is not None and not isinstance(self.input, Mapping):
            raise InvalidProps(
                f"input is {self.input!r}, not a mapping",
                fix="pass input={'input': 's3://...'}, as the state machine reads it",
                source=_SOURCE,
            )
        start, end = utc(self.start, "start", _SOURCE), utc(self.end, "end", _SOURCE)
        if start is not None and end is not None and is_known([start, end]) and end <= start:
            raise InvalidProps(
                f"the schedule ends at {end} and starts at {start}",
                fix="let end be later than start",
                source=_SOURCE,
            )

    def render(self, state_machine_arn: str, role_arn: str) -> Properties:
        """Return the properties of an ``AWS::Scheduler::Schedule``."""
        given = self.expression
        window = minutes(self.flexible_window, "flexible_window")
        queue = self.dead_letter_queue
        retry: Properties = {
            "MaximumRetryAttempts": self.retry_attempts,
            "MaximumEventAgeInSeconds": seconds(self.maximum_event_age, "maximum_event_age"),
        }
        return {
            "ScheduleExpression": given if isinstance(given, str) else given.expression_string,
            "ScheduleExpressionTimezone": self.time_zone or _zone(given),
            "FlexibleTimeWindow": {"Mode": "OFF"}
            if window is None
            else {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": window},
            "StartDate": utc(self.start, "start", _SOURCE),
            "EndDate": utc(self.end, "end", _SOURCE),
            "State": "ENABLED" if self.enabled else "DISABLED",
            "Target": {
                "Arn": state_machine_arn,
                "RoleArn": role_arn,
                "Input": json.dumps(dict(self.input or {})),
                "RetryPolicy": retry if any(each is not None for each in retry.values()) else None,
                "DeadLetterConfig": None if queue is None else {"Arn": queue.queue_arn},
            },
        }

    def create(self, scope: Construct, state_machine: Properties, arn: str) -> None:
        """Create the schedule, and its role.

        Args:
            scope: Below what.
            state_machine: The state machine as the rules read it.
            arn: Its ARN.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the schedule.
        """
        place = stack_facts(scope)
        statements: list[Properties] = [
            {"Effect": "Allow", "Action": "states:StartExecution", "Resource": arn}
        ]
        queue = self.dead_letter_queue
        if queue is not None:
            statements.append(
                {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": queue.queue_arn}
            )
            if queue.encryption_master_key is not None:
                statements.append(
                    {
                        "Effect": "Allow",
                        "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                        "Resource": queue.encryption_master_key.key_arn,
                    }
                )
        role = iam.Role(
            scope,
            "ScheduleRole",
            assumed_by=iam.ServicePrincipal(
                "scheduler.amazonaws.com",
                conditions={
                    "StringEquals": {
                        "aws:SourceAccount": place.account,
                        "aws:SourceArn": place.arn("scheduler", "schedule-group/default"),
                    }
                },
            ),
            inline_policies={"Start": policy_document(statements)},
            permissions_boundary=effective(scope).value("permissions_boundary"),
        )
        properties = self.render(arn, role.role_arn)
        if not is_known(self.input):
            # The CDK writes references inside of the text, numbers among them.
            properties["Target"]["Input"] = place.stack.to_json_string(self.input)
        enforce(_TYPE, properties, related={"StateMachine": state_machine})
        create_l1(_schedule(), scope, "Schedule", properties)


def _schedule() -> Any:
    from aws_cdk import aws_scheduler  # needed only by those who have a schedule

    return aws_scheduler.CfnSchedule


def _zone(expression: str | scheduler.ScheduleExpression) -> str | None:
    if isinstance(expression, str) or expression.time_zone is None:
        return None
    return expression.time_zone.timezone_name
