"""Asynchronous inference: where requests and responses lie, and who is told about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri, write_statements
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_sns as sns

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceConfig.html"
)

_STAND_IN: Final = "arn:aws:sns:us-east-1:111111111111:topic"

NotificationTopic = Literal["SUCCESS_NOTIFICATION_TOPIC", "ERROR_NOTIFICATION_TOPIC"]


@dataclass(frozen=True, kw_only=True)
class AsyncNotifications:
    """Who is told when an asynchronous request is done, or has failed.

    The execution role may publish to these topics and no others. Each deployment publishes a test
    message (``eventName`` is ``TestNotification``) to try that; subscribers have to ignore it.

    Attributes:
        success_topic: Where a message goes when a request is done. Default: none.
        error_topic: Where a message goes when a request has failed. Default: none.
        include_response_in: The topics whose messages carry the response, if that is no larger than
            128 KB: ``SUCCESS_NOTIFICATION_TOPIC`` and ``ERROR_NOTIFICATION_TOPIC``. Default:
            none.

    Raises:
        InvalidProps: When there is no topic at all.

    Source: developer guide pages 281 to 284;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceNotificationConfig.html
    """

    success_topic: sns.ITopic | None = None
    error_topic: sns.ITopic | None = None
    include_response_in: Sequence[NotificationTopic] = ()

    def __post_init__(self) -> None:
        """Refuse notifications to nobody."""
        if self.success_topic is None and self.error_topic is None:
            raise InvalidProps(
                "notifications without a topic",
                fix="pass success_topic=..., error_topic=... or both, or use "
                "AsyncNotifications.new_topics()",
                source=_SOURCE,
            )

    @classmethod
    def new_topics(
        cls,
        *,
        encryption_key: kms.IKey | None = None,
        include_response_in: Sequence[NotificationTopic] = (),
    ) -> AsyncNotifications:
        """Tell two new topics, which only take encrypted connections.

        They are created below the endpoint's configuration; the endpoint has them as
        ``success_topic`` and ``error_topic``. Subscribe somebody, or nobody hears of anything.

        Args:
            encryption_key: The KMS key that encrypts messages at rest. Default: none.
            include_response_in: As of the class. Default: none.
        """
        return _NewTopics(encryption_key=encryption_key, include_response_in=include_response_in)

    def bind(self, scope: Construct) -> AsyncNotifications:
        """Return these notifications with their topics, created below ``scope`` if need be."""
        return self

    def allow(self, roles: Sequence[iam.IRole]) -> None:
        """Let ``roles`` publish, as far as that is for the topics to say."""

    @property
    def topics(self) -> Sequence[sns.ITopic]:
        """The topics that there are."""
        return [each for each in (self.success_topic, self.error_topic) if each is not None]

    def render(self) -> Properties:
        """Return ``NotificationConfig`` of the output."""
        success, error = self.success_topic, self.error_topic
        return self._properties(
            success.topic_arn if success is not None else None,
            error.topic_arn if error is not None else None,
        )

    def stand_in(self) -> Properties:
        """Return what the rules see before any topic is asked for its ARN."""
        return self._properties(
            _STAND_IN if self.success_topic is not None else None,
            _STAND_IN if self.error_topic is not None else None,
        )

    def _properties(self, success: str | None, error: str | None) -> Properties:
        return {
            "SuccessTopic": success,
            "ErrorTopic": error,
            "IncludeInferenceResponseIn": list(self.include_response_in) or None,
        }

    def role_statements(self) -> list[Properties]:
        """Return what an execution role needs to publish."""
        statements: list[Properties] = [
            {
                "Effect": "Allow",
                "Action": "sns:Publish",
                "Resource": [topic.topic_arn for topic in self.topics],
            }
        ]
        keys = {id(key): key for topic in self.topics if (key := topic.master_key) is not None}
        if keys:
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                    "Resource": [key.key_arn for key in keys.values()],
                }
            )
        return statements


@dataclass(frozen=True, kw_only=True)
class _NewTopics(AsyncNotifications):
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        """Have no topics yet."""

    def stand_in(self) -> Properties:
        """Return what the rules see before the topics are there."""
        return self._properties(_STAND_IN, _STAND_IN)

    def bind(self, scope: Construct) -> AsyncNotifications:
        from aws_cdk import aws_sns as sns

        success, error = (
            sns.Topic(scope, id, master_key=self.encryption_key, enforce_ssl=True)
            for id in ("SuccessTopic", "ErrorTopic")
        )
        return _CreatedTopics(
            success_topic=success,
            error_topic=error,
            include_response_in=self.include_response_in,
        )


@dataclass(frozen=True, kw_only=True)
class _CreatedTopics(AsyncNotifications):
    def allow(self, roles: Sequence[iam.IRole]) -> None:
        """Let ``roles`` publish: the topic's policy speaks for roles that cannot be changed too."""
        for topic in self.topics:
            topic.add_to_resource_policy(
                iam.PolicyStatement(
                    sid="AllowPublishByTheEndpoint",
                    actions=["sns:Publish"],
                    principals=[iam.ArnPrincipal(role.role_arn) for role in roles],
                    resources=[topic.topic_arn],
                )
            )


@dataclass(frozen=True, kw_only=True)
class AsyncInference:
    """Where the requests of an asynchronous endpoint lie, and where its responses go.

    A caller puts a request of up to 1 GB into S3 and gets the address of the response, which is
    written when the model is done, at the most an hour later. The execution role may read below the
    input prefix and write below the others, and nowhere else.

    Attributes:
        output_bucket: The bucket of the responses, in the Region of the endpoint.
        output_prefix: Their key prefix, without leading or trailing slash; "" is the whole bucket.
            Default: ``output``.
        failure_prefix: The key prefix of the error responses; None keeps none, and failures are
            then seen in notifications and metrics only. Default: ``failures``.
        failure_bucket: The bucket of the error responses. Default: ``output_bucket``.
        input_bucket: The bucket that requests lie in. Default: ``output_bucket``.
        input_prefix: The key prefix that requests lie below; "" is the whole bucket. Default:
            ``input``.
        encryption_key: The KMS key that encrypts responses. Default: the bucket's own.
        notifications: Who is told when a request is done or has failed. Default: nobody.
        max_concurrent_invocations_per_instance: Requests that one instance works on at a time, 1 to
            1,000. Default: chosen by SageMaker.

    Raises:
        InvalidProps: When a prefix begins or ends with a slash, or when a rule of the catalogue
            refuses the properties.

    Source: developer guide pages 262 to 296;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AsyncInferenceConfig.html
    """

    output_bucket: s3.IBucket
    output_prefix: str = "output"
    failure_prefix: str | None = "failures"
    failure_bucket: s3.IBucket | None = None
    input_bucket: s3.IBucket | None = None
    input_prefix: str = "input"
    encryption_key: kms.IKey | Explicit | None = None
    notifications: AsyncNotifications | None = None
    max_concurrent_invocations_per_instance: int | None = None

    def __post_init__(self) -> None:
        """Have the rules look at what is known before any bucket is asked."""
        for name in ("output_prefix", "failure_prefix", "input_prefix"):
            prefix = getattr(self, name)
            if prefix is not None:
                check_prefix(prefix, name, _SOURCE, argument=name)
        if self.failure_prefix is None and self.failure_bucket is not None:
            raise InvalidProps(
                "failure_bucket without a failure_prefix",
                fix="pass failure_prefix=..., or leave out failure_bucket",
                source=_SOURCE,
            )
        told = None if self.notifications is None else self.notifications.stand_in()
        trial = self._properties("s3://bucket/output", "s3://bucket/failures", None, told)
        enforce(_TYPE, {"AsyncInferenceConfig": trial}, partial=True)

    def render(self, notifications: AsyncNotifications | None) -> Properties:
        """Return ``AsyncInferenceConfig`` of an ``AWS::SageMaker::EndpointConfig``.

        Args:
            notifications: Its notifications, once they are bound.
        """
        key = self._key
        return self._properties(
            uri(self.output_bucket, self.output_prefix),
            None
            if self.failure_prefix is None
            else uri(self.failure_bucket or self.output_bucket, self.failure_prefix),
            key.key_arn if key is not None else None,
            notifications.render() if notifications is not None else None,
        )

    def role_statements(self, notifications: AsyncNotifications | None) -> list[Properties]:
        """Return what an execution role needs: to read requests, write responses and publish.

        Args:
            notifications: Its notifications, once they are bound.
        """
        statements = self.input_statements("read")
        places = [(self.output_bucket, self.output_prefix)]
        if self.failure_prefix is not None:
            places.append((self.failure_bucket or self.output_bucket, self.failure_prefix))
        for bucket, prefix in places:
            written = write_statements(bucket, prefix, self._key, multipart=True)
            statements += [one for one in written if one not in statements]
        if notifications is not None:
            statements += notifications.role_statements()
        return statements

    def input_statements(self, access: Literal["read", "write"]) -> list[Properties]:
        """Return what somebody needs to read or to write requests."""
        bucket = self.input_bucket or self.output_bucket
        if access == "read":
            return read_statements(bucket, self.input_prefix)
        return write_statements(bucket, self.input_prefix, None, multipart=True)

    def output_statements(self) -> list[Properties]:
        """Return what somebody needs to read responses, the failed ones included."""
        statements = read_statements(self.output_bucket, self.output_prefix, self._key)
        if self.failure_prefix is not None:
            bucket = self.failure_bucket or self.output_bucket
            more = read_statements(bucket, self.failure_prefix, self._key)
            statements += [one for one in more if one not in statements]
        return statements

    @property
    def _key(self) -> kms.IKey | None:
        return None if isinstance(self.encryption_key, Explicit) else self.encryption_key

    def _properties(
        self, output: str, failure: str | None, key_arn: str | None, told: Properties | None
    ) -> Properties:
        concurrency = self.max_concurrent_invocations_per_instance
        return {
            "ClientConfig": None
            if concurrency is None
            else {"MaxConcurrentInvocationsPerInstance": concurrency},
            "OutputConfig": {
                "S3OutputPath": output,
                "S3FailurePath": failure,
                "KmsKeyId": key_arn,
                "NotificationConfig": told,
            },
        }
