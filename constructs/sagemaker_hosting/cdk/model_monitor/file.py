"""A file in S3 that monitoring jobs read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._surroundings import bucket_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-contract-inputs.html"
)


@dataclass(frozen=True, kw_only=True)
class S3File:
    """A file in S3, by its bucket, so that a role can be let read it and nothing else.

    A file of this machine comes from an asset: ``S3File(bucket=asset.bucket,
    key=asset.s3_object_key)``.

    Attributes:
        bucket: The bucket, in the Region of what reads it.
        key: The key of the object, such as ``churn/baseline/constraints.json``.
        encryption_key: The KMS key that encrypts the object. Default: the bucket's own, if any.

    Raises:
        InvalidProps: When ``key`` is empty, or begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/dg/model-monitor-byoc-contract-inputs.html
    """

    bucket: s3.IBucket
    key: str
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        """Refuse a key that names a folder or nothing."""
        if is_known(self.key) and (not self.key or self.key != self.key.strip("/")):
            raise InvalidProps(
                f"{self.key!r} is not the key of a file",
                fix="pass the whole key, such as key='churn/baseline/constraints.json', without a "
                "slash at either end",
                source=_SOURCE,
            )

    @property
    def uri(self) -> str:
        """The S3 URI of the file."""
        return f"s3://{bucket_facts(self.bucket).name}/{self.key}"

    def role_statements(self) -> list[Properties]:
        """Return what a role needs to read the file.

        SageMaker lists what begins with the key before it fetches it.
        """
        facts = bucket_facts(self.bucket)
        statements: list[Properties] = [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{facts.arn}/{self.key}"},
            {
                "Effect": "Allow",
                "Action": "s3:ListBucket",
                "Resource": facts.arn,
                "Condition": {"StringLike": {"s3:prefix": [self.key]}},
            },
        ]
        key = self.encryption_key
        arn = key.key_arn if key is not None else facts.encryption_key_arn
        if arn is not None:
            statements.append({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": arn})
        return statements
