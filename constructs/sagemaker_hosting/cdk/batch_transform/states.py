"""The state machine that runs a transform job: its definition, and what its role needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._roles import volume_key_statements
from sagemaker_hosting.cdk._surroundings import StackFacts
from sagemaker_hosting.cdk.endpoint.owned import log_statements
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TRANSFORM: Final = "Transform"
_FAILED: Final = "Failed"
_ERROR: Final = "$.error"
_RULE: Final = "StepFunctionsGetEventsForSageMakerTransformJobsRule"
"""The EventBridge rule by which Step Functions hears of the end of transform jobs."""

_LOGS: Final = [
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
]
_TRACES: Final = [
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
]

NAME_PREFIX_LENGTH: Final = 26
"""What a UUID and a hyphen leave of the 63 characters of a job's name."""


def check_numbers(timeout_seconds: Any, job_retries: Any) -> None:
    """Refuse what the Amazon States Language does not take.

    Raises:
        InvalidProps: When the time is none, or the retries are less than that.
    """
    if is_known(timeout_seconds) and timeout_seconds < 1:
        raise InvalidProps(
            f"timeout is {timeout_seconds} seconds",
            fix="pass the longest that a job may take, such as timeout=Duration.hours(6)",
            source="https://docs.aws.amazon.com/step-functions/latest/dg/state-task.html",
        )
    if is_known(job_retries) and job_retries < 0:
        raise InvalidProps(
            f"job_retries is {job_retries}",
            fix="pass 0 or more; each retry runs, and is paid for, from the beginning",
            source="https://docs.aws.amazon.com/step-functions/latest/dg/"
            "concepts-error-handling.html",
        )


def definition(
    place: StackFacts,
    request: Properties,
    *,
    comment: str,
    timeout_seconds: Any,
    job_retries: int,
    topic_arns: Sequence[str],
) -> Properties:
    """Return the definition in the Amazon States Language.

    Args:
        place: Where it runs.
        request: The parameters of ``CreateTransformJob``.
        comment: What it is for.
        timeout_seconds: How long the job may take.
        job_retries: How often a job that failed is run again.
        topic_arns: The topics that are told why it failed in the end.
    """
    service = f"arn:{place.partition}:states:::"
    # Of both nothing has been started yet. The first is a busy API, and a request that is refused
    # too, which should be known soon; the second are too many instances, which end some time.
    retries: list[Properties] = [
        _retry("SageMaker.AmazonSageMakerException", every=5, attempts=4),
        _retry("SageMaker.ResourceLimitExceededException", every=60, attempts=6),
    ]
    if job_retries:
        retries.append(_retry("States.TaskFailed", every=60, attempts=job_retries))
    transform: Properties = {
        "Type": "Task",
        "Resource": f"{service}sagemaker:createTransformJob.sync",
        "Parameters": request,
        "TimeoutSeconds": timeout_seconds,
        "Retry": retries,
        "End": True,
    }
    states: Properties = {_TRANSFORM: transform}
    if topic_arns:
        tells = [f"Tell{number}" for number in range(1, len(topic_arns) + 1)]
        caught = {"ErrorEquals": ["States.ALL"], "ResultPath": _ERROR, "Next": tells[0]}
        transform["Catch"] = [caught]
        for name, arn, following in zip(tells, topic_arns, [*tells[1:], _FAILED], strict=True):
            states[name] = {
                "Type": "Task",
                "Resource": f"{service}sns:publish",
                "Parameters": {"TopicArn": arn, "Message.$": f"States.JsonToString({_ERROR})"},
                "ResultPath": "$.told",
                # That nobody could be told is no reason to hide why it failed.
                "Catch": [
                    {"ErrorEquals": ["States.ALL"], "ResultPath": "$.told", "Next": following}
                ],
                "Next": following,
            }
        states[_FAILED] = {
            "Type": "Fail",
            "ErrorPath": f"{_ERROR}.Error",
            "CausePath": f"{_ERROR}.Cause",
        }
    return {"Comment": comment, "StartAt": _TRANSFORM, "States": states}


def _retry(error: str, *, every: int, attempts: Any) -> Properties:
    return {
        "ErrorEquals": [error],
        "IntervalSeconds": every,
        "BackoffRate": 2,
        "MaxAttempts": attempts,
        "JitterStrategy": "FULL",
    }


def role_statements(
    place: StackFacts,
    name_prefix: str,
    *,
    tagged: bool,
    volume_key_arn: str | None,
    topics: Sequence[sns.ITopic],
) -> list[Properties]:
    """Return what the role of the state machine needs.

    Args:
        place: Where it runs.
        name_prefix: What the names of its jobs begin with.
        tagged: Whether its jobs have tags.
        volume_key_arn: The KMS key of the volumes, where the model's role is not known.
        topics: The topics that it publishes to.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html,
    https://docs.aws.amazon.com/step-functions/latest/dg/xray-iam.html,
    https://docs.aws.amazon.com/step-functions/latest/dg/connect-sagemaker.html and
    https://docs.aws.amazon.com/sagemaker/latest/dg/api-permissions-reference.html
    """
    actions = [
        "sagemaker:CreateTransformJob",
        "sagemaker:DescribeTransformJob",
        "sagemaker:ListTags",
        "sagemaker:StopTransformJob",
    ]
    if tagged:
        actions.insert(0, "sagemaker:AddTags")
    statements: list[Properties] = [
        {
            "Effect": "Allow",
            "Action": actions,
            "Resource": place.arn("sagemaker", f"transform-job/{name_prefix}-*"),
        },
        {
            "Effect": "Allow",
            "Action": ["events:DescribeRule", "events:PutRule", "events:PutTargets"],
            "Resource": place.arn("events", f"rule/{_RULE}"),
        },
    ]
    # AWS defines no resource for these.
    statements += [
        {"Effect": "Allow", "Action": actions, "Resource": "*"} for actions in (_LOGS, _TRACES)
    ]
    if volume_key_arn is not None:
        statements += volume_key_statements(volume_key_arn)
    if topics:
        arns = [topic.topic_arn for topic in topics]
        statements.append({"Effect": "Allow", "Action": "sns:Publish", "Resource": arns})
        keys = dict.fromkeys(k.key_arn for topic in topics if (k := topic.master_key) is not None)
        if keys:
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": list(keys),
                }
            )
    return statements


def model_role_statements(place: StackFacts) -> list[Properties]:
    """Return what the role of a model needs to log, and to tell of the use of its instances."""
    return [
        *log_statements(place, "TransformJobs"),
        # CloudWatch defines no resource for that; the namespace is what can be fixed.
        {
            "Effect": "Allow",
            "Action": "cloudwatch:PutMetricData",
            "Resource": "*",
            "Condition": {"StringEquals": {"cloudwatch:namespace": "/aws/sagemaker/TransformJobs"}},
        },
    ]
