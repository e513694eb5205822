"""Core dumps of containers that crash, stored in S3."""

from __future__ import annotations

from dataclasses import dataclass

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._s3 import check_prefix, uri, write_statements

_SOURCE = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_ProductionVariantCoreDumpConfig.html"
)


@dataclass(frozen=True, kw_only=True)
class CoreDump:
    """Where the core dump of a container goes whose process crashes.

    Attributes:
        bucket: The bucket, in the Region of the endpoint. The execution role may write below
            ``prefix`` and nowhere else.
        prefix: The key prefix, without leading or trailing slash; "" is the whole bucket. Default:
            ``core-dumps``.
        encryption_key: The KMS key that encrypts the dumps. Default: the bucket's own.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantCoreDumpConfig.html
    """

    bucket: s3.IBucket
    prefix: str = "core-dumps"
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        """Refuse a prefix that names another place than it seems to."""
        check_prefix(self.prefix, "core dump prefix", _SOURCE)

    def render(self) -> Properties:
        """Return ``CoreDumpConfig`` of a production variant."""
        key = self.encryption_key
        return {
            "DestinationS3Uri": uri(self.bucket, self.prefix),
            "KmsKeyId": key.key_arn if key is not None else None,
        }

    def role_statements(self) -> list[Properties]:
        """Return what an execution role needs to store core dumps."""
        return write_statements(self.bucket, self.prefix, self.encryption_key)
