"""Log groups that the stack owns, so that logs expire, are encrypted, and go when they should."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import aws_cdk as cdk
from constructs import Construct

from sagemaker_hosting.cdk._l1 import Properties, create_l1, days
from sagemaker_hosting.cdk._surroundings import stack_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import LOG_RETENTION_DAYS
from sagemaker_hosting.rules import enforce

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_logs as logs

_TYPE: Final = "AWS::Logs::LogGroup"
_CHILD: Final = "Logs"
_PREFIX: Final = "/aws/sagemaker/"


@dataclass(frozen=True, kw_only=True)
class ContainerLogs:
    """The log group of an endpoint's or a component's containers, as a resource of the stack.

    SageMaker creates the group with the first line, unencrypted by a key of yours and kept for
    ever. Owned by the stack, it is there before the endpoint. The name is fixed, so a group that
    SageMaker has created already makes the deployment fail: import it (``cdk import``) or delete it
    first.

    Attributes:
        retention: How long lines are kept, in days that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60,
            90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653.
            Default: for ever.
        encryption_key: The KMS key that encrypts them. A key of the app is told to let CloudWatch
            Logs use it for groups of SageMaker; an imported one has to do so already. Default: a
            key of CloudWatch Logs.
        removal_policy: What becomes of the group when it leaves the stack. A group that stays has
            to be imported or deleted before the same endpoint can be created again. Default: it
            stays, unless the deployment that created it is rolled back.

    Raises:
        InvalidProps: When the retention is none of those.

    Source: developer guide pages 247 and 281;
    https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    """

    retention: cdk.Duration | None = None
    encryption_key: kms.IKey | None = None
    removal_policy: cdk.RemovalPolicy = cdk.RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE

    def __post_init__(self) -> None:
        """Refuse a retention that CloudWatch does not have."""
        retention_days(self.retention, "retention")

    @property
    def _days(self) -> Any:
        return retention_days(self.retention, "retention")

    @property
    def rendered(self) -> Properties:
        """What it says, to be compared with another."""
        key = self.encryption_key
        return {
            "retention": self._days,
            "key": key.key_arn if key is not None else None,
            "removal": self.removal_policy.name,
        }

    @property
    def described(self) -> str:
        """What it says, in a message."""
        kept = self._days
        if kept is None:
            return "kept for ever"
        return f"kept for {kept if is_known(kept) else 'so many'} days"

    def bind(self, scope: Construct, name: str) -> logs.CfnLogGroup:
        """Create the log group.

        Args:
            scope: The endpoint or the component.
            name: The name of the log group.

        Raises:
            InvalidProps: When a rule of the catalogue refuses the properties.
        """
        return create_log_group(
            scope,
            name,
            retention=self._days,
            encryption_key=self.encryption_key,
            removal_policy=self.removal_policy,
        )


def create_log_group(
    scope: Construct,
    name: str,
    *,
    retention: Any,
    removal_policy: cdk.RemovalPolicy,
    encryption_key: kms.IKey | None = None,
    encrypts_below: str = _PREFIX,
) -> logs.CfnLogGroup:
    """Create a log group of ``scope``, with the id ``Logs``.

    Args:
        scope: Whose it is.
        name: The name of the log group.
        retention: How many days its lines are kept. None: for ever.
        removal_policy: What becomes of it when it leaves the stack.
        encryption_key: The KMS key that encrypts it. Default: a key of CloudWatch Logs.
        encrypts_below: What the names of the groups begin with that the key is to encrypt. Default:
            those of SageMaker.

    Raises:
        InvalidProps: When a rule of the catalogue refuses the properties.
    """
    from aws_cdk import aws_logs as logs  # needed only by those who own their logs

    key = encryption_key
    if key is not None:
        _let_logs_use(scope, key, encrypts_below)
    properties: Properties = {
        "LogGroupName": name,
        "RetentionInDays": retention,
        "KmsKeyId": key.key_arn if key is not None else None,
    }
    enforce(_TYPE, properties)
    group = create_l1(logs.CfnLogGroup, scope, _CHILD, properties)
    group.apply_removal_policy(removal_policy)
    return group


def retention_days(retention: cdk.Duration | None, argument: str) -> Any:
    """Return how many days log lines are kept, a number token, or None.

    Raises:
        InvalidProps: When CloudWatch has no such retention.
    """
    kept = days(retention, argument)
    if is_known(kept) and kept not in (None, *LOG_RETENTION_DAYS.value):
        longer = [each for each in LOG_RETENTION_DAYS.value if each >= kept]
        raise InvalidProps(
            f"log lines cannot be kept for {kept} days",
            fix=f"pass {argument}=Duration.days({min(longer or LOG_RETENTION_DAYS.value[-1:])})",
            source=LOG_RETENTION_DAYS.source,
        )
    return kept


def log_group_of(scope: Construct, name: str) -> logs.ILogGroup:
    """Refer to the log group ``name`` of an endpoint or a component, owned or not; once only.

    Args:
        scope: The endpoint or the component.
        name: The name of its log group.
    """
    from aws_cdk import aws_logs as logs

    owned = scope.node.try_find_child(_CHILD)
    if isinstance(owned, logs.CfnLogGroup):
        name = owned.ref  # whoever uses it waits for it
    return logs.LogGroup.from_log_group_name(scope, "LogGroup", name)


def _let_logs_use(scope: Construct, key: kms.IKey, prefix: str) -> None:
    """Let CloudWatch Logs use ``key`` for log groups below ``prefix`` in this account and Region.

    One statement for all of them: a key policy has 32 KB, and many endpoints share a key.
    """
    from aws_cdk import aws_iam as iam

    place = stack_facts(scope)
    key.add_to_resource_policy(
        iam.PolicyStatement(
            actions=[
                "kms:Decrypt*",
                "kms:Describe*",
                "kms:Encrypt*",
                "kms:GenerateDataKey*",
                "kms:ReEncrypt*",
            ],
            principals=[iam.ServicePrincipal(f"logs.{place.region}.{place.url_suffix}")],
            resources=["*"],
            conditions={
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": place.arn("logs", f"log-group:{prefix}*")
                }
            },
        )
    )
