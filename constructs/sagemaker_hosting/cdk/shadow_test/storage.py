"""Where a shadow test stores the requests and the answers of both sides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties, texts
from sagemaker_hosting.cdk._s3 import check_prefix, uri, write_statements
from sagemaker_hosting.cdk.defaults.explicit import Explicit

_SOURCE: Final = (
    "https://docs.aws.amazon.com/sagemaker/latest/APIReference/"
    "API_InferenceExperimentDataStorageConfig.html"
)


@dataclass(frozen=True, kw_only=True)
class ShadowTestDataStorage:
    """Where a shadow test stores requests and the answers of both sides.

    Attributes:
        bucket: The bucket, in the Region of the endpoint. The execution roles of both models and
            the role of the test may write below ``prefix`` and nowhere else.
        prefix: The key prefix, without leading or trailing slash; "" is the whole bucket. Default:
            ``shadow-test``.
        encryption_key: The KMS key that encrypts what is stored. Default: the bucket's own.
        csv_content_types: Content types stored as CSV rather than base64, such as ``text/csv``; up
            to 10. Default: none.
        json_content_types: Content types stored as JSON rather than base64, such as
            ``application/json``; up to 10. Default: none.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceExperimentDataStorageConfig.html
    """

    bucket: s3.IBucket
    prefix: str = "shadow-test"
    encryption_key: kms.IKey | Explicit | None = None
    csv_content_types: Sequence[str] = ()
    json_content_types: Sequence[str] = ()

    def __post_init__(self) -> None:
        """Refuse a prefix that names another place than it seems to, and types in one text."""
        check_prefix(self.prefix, "prefix of a shadow test", _SOURCE)
        self._content_types()

    def render(self) -> Properties:
        """Return ``DataStorageConfig`` of an inference experiment."""
        key, types = self._key, self._content_types()
        return {
            "Destination": uri(self.bucket, self.prefix),
            "KmsKey": key.key_arn if key is not None else None,
            "ContentType": types if any(types.values()) else None,
        }

    def role_statements(self) -> list[Properties]:
        """Return what a role needs to store requests and answers."""
        return write_statements(self.bucket, self.prefix, self._key)

    @property
    def _key(self) -> kms.IKey | None:
        return None if isinstance(self.encryption_key, Explicit) else self.encryption_key

    def _content_types(self) -> Properties:
        return {
            "CsvContentTypes": texts(self.csv_content_types, "csv_content_types") or None,
            "JsonContentTypes": texts(self.json_content_types, "json_content_types") or None,
        }
