"""Data capture: a sample of requests and responses, stored in S3."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties, texts
from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri, write_statements
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known
from sagemaker_hosting.facts.limits import CAPTURE_OPTIONS
from sagemaker_hosting.rules import enforce

_TYPE: Final = "AWS::SageMaker::EndpointConfig"
_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html"
)

CaptureMode = Literal["Input", "Output", "InputAndOutput"]


@dataclass(frozen=True, kw_only=True)
class DataCapture:
    """Which requests and responses an endpoint stores, and where.

    Attributes:
        bucket: Where the captured data goes, in the Region of the endpoint. The execution role of
            each model may write below ``prefix`` and nowhere else.
        prefix: The key prefix, without leading or trailing slash; "" is the whole bucket. Default:
            ``data-capture``.
        sampling_percentage: The share of requests that is captured, 0 to 100 whole percent.
            Default: 100.
        modes: What of a request is captured. Default: ``Input`` and ``Output``.
        encryption_key: The KMS key that encrypts the captured data. Default: the bucket's own.
        csv_content_types: Content types stored as CSV rather than base64, such as ``text/csv``.
            Default: none.
        json_content_types: Content types stored as JSON rather than base64, such as
            ``application/json``. Default: none.
        enabled: Whether anything is captured. False keeps the place and the permissions for when it
            is switched on again. Default: True.

    Raises:
        InvalidProps: When the percentage is out of range, a mode is missing, unknown or given
            twice, or the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataCaptureConfig.html
    """

    bucket: s3.IBucket
    prefix: str = "data-capture"
    sampling_percentage: int = 100
    modes: Sequence[CaptureMode] = ("Input", "Output")
    encryption_key: kms.IKey | Explicit | None = None
    csv_content_types: Sequence[str] = ()
    json_content_types: Sequence[str] = ()
    enabled: bool = True

    def __post_init__(self) -> None:
        """Have the rules look at what is known before any bucket is asked."""
        check_prefix(self.prefix, "data capture prefix", _SOURCE)
        unknown = [mode for mode in self.modes if mode not in CAPTURE_OPTIONS.value]
        if not self.modes or unknown:
            raise InvalidProps(
                f"data capture mode {unknown[0]!r} does not exist"
                if unknown
                else "data capture without modes captures nothing",
                fix=f"pass modes= some of {', '.join(CAPTURE_OPTIONS.value)}",
                source=CAPTURE_OPTIONS.source,
            )
        share = self.sampling_percentage
        if is_known(share) and share != int(share):
            raise InvalidProps(
                f"sampling_percentage is {share:g}; SageMaker takes whole percents",
                fix=f"pass sampling_percentage={max(1, round(share))}",
                source=_SOURCE,
            )
        enforce(_TYPE, {"DataCaptureConfig": self._properties("s3://bucket", None)}, partial=True)

    def render(self) -> Properties:
        """Return ``DataCaptureConfig`` of an ``AWS::SageMaker::EndpointConfig``."""
        key = self._key
        return self._properties(uri(self.bucket, self.prefix), key.key_arn if key else None)

    def grant_read(self, grantee: iam.IGrantable) -> iam.Grant:
        """Let ``grantee`` read what is captured, and see what there is.

        The KMS key has to let it too, where it is of another account.
        """
        read, *others = [
            iam.PolicyStatement.from_json(each) for each in self.read_statements(self.prefix)
        ]
        grant = iam.Grant.add_to_principal(
            grantee=grantee, actions=read.actions, resource_arns=read.resources
        )
        for statement in others:
            grantee.grant_principal.add_to_principal_policy(statement)
        return grant

    def read_statements(self, prefix: str) -> list[Properties]:
        """Return what a role needs to read what is captured below ``prefix``."""
        return read_statements(self.bucket, prefix, self._key)

    def role_statements(self) -> list[Properties]:
        """Return what an execution role needs to store captured data."""
        return write_statements(self.bucket, self.prefix, self._key)

    @property
    def _key(self) -> kms.IKey | None:
        return None if isinstance(self.encryption_key, Explicit) else self.encryption_key

    def _properties(self, destination: str, key_arn: str | None) -> Properties:
        content_types: Properties = {
            "CsvContentTypes": texts(self.csv_content_types, "csv_content_types") or None,
            "JsonContentTypes": texts(self.json_content_types, "json_content_types") or None,
        }
        return {
            "EnableCapture": self.enabled,
            "DestinationS3Uri": destination,
            "InitialSamplingPercentage": self.sampling_percentage,
            "CaptureOptions": [{"CaptureMode": mode} for mode in self.modes],
            "KmsKeyId": key_arn,
            "CaptureContentTypeHeader": content_types if any(content_types.values()) else None,
        }
