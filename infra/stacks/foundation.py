"""What outlives every endpoint: the key, the alarm topic, the bucket of captured requests."""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.settings import Environment
from infra.stacks import acknowledge


class FoundationStack(cdk.Stack):
    """The key, the alarm topic and the bucket of captured requests, where settings ask for them.

    What is stored here stays when the stack is deleted.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        settings: Environment,
        termination_protection: bool = False,
    ) -> None:
        """Declare what outlives the endpoints.

        Args:
            scope: The stage.
            id: The id below ``scope``.
            settings: The environment.
            termination_protection: Whether the stack refuses to be deleted. Default: False.
        """
        super().__init__(
            scope,
            id,
            termination_protection=termination_protection,
            description="Key, alarm topic and captured requests of the inference endpoints",
        )
        self.key = self._key() if settings.encryption == "customer" else None
        self.alarm_topic = self._alarm_topic() if settings.alarm_topic else None
        self.capture_bucket = (
            self._capture_bucket(settings.retention_days) if _captures(settings) else None
        )

    @staticmethod
    def is_needed(settings: Environment) -> bool:
        """Return whether the settings ask for anything that is in this stack."""
        return settings.encryption == "customer" or settings.alarm_topic or _captures(settings)

    def _key(self) -> kms.Key:
        key = kms.Key(
            self,
            "Key",
            description="Volumes, captured requests, logs and alarms of the inference endpoints",
            enable_key_rotation=True,
        )
        # Neither service acts for a principal of this account, so only the key can let them in.
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="CloudWatchAlarmsTellTheTopic",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="CloudWatchLogsOfThisAccount",
                principals=[iam.ServicePrincipal(f"logs.{self.region}.amazonaws.com")],
                actions=["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt*", "kms:GenerateDataKey*"],
                resources=["*"],
                conditions={
                    "ArnLike": {
                        "kms:EncryptionContext:aws:logs:arn": self.format_arn(
                            service="logs",
                            resource="log-group",
                            resource_name="*",
                            arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
                        )
                    }
                },
            )
        )
        return key

    def _alarm_topic(self) -> sns.Topic:
        topic = sns.Topic(
            self,
            "AlarmTopic",
            display_name="Alarms of the inference endpoints",
            master_key=self.key,
            enforce_ssl=True,
        )
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AlarmsOfThisAccount",
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        return topic

    def _capture_bucket(self, retention_days: int) -> s3.Bucket:
        access_logs = s3.Bucket(
            self,
            "AccessLogs",
            # The service that delivers access logs cannot use a KMS key.
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
            lifecycle_rules=[_expiration(retention_days)],
        )
        acknowledge.access_logs(access_logs)
        captured = s3.Bucket(
            self,
            "Captured",
            encryption=s3.BucketEncryption.KMS if self.key else s3.BucketEncryption.S3_MANAGED,
            encryption_key=self.key,
            bucket_key_enabled=self.key is not None,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            enforce_ssl=True,
            versioned=True,
            server_access_logs_bucket=access_logs,
            server_access_logs_prefix="captured/",
            lifecycle_rules=[_expiration(retention_days)],
        )
        acknowledge.captured_requests(captured)
        return captured


def _captures(settings: Environment) -> bool:
    return any(endpoint.data_capture for endpoint in settings.endpoints.values())


def _expiration(days: int) -> s3.LifecycleRule:
    return s3.LifecycleRule(
        expiration=cdk.Duration.days(days),
        noncurrent_version_expiration=cdk.Duration.days(7),
        abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
    )
