"""What a transform job reads and writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri, write_statements
from sagemaker_hosting.cdk._surroundings import bucket_facts
from sagemaker_hosting.cdk.defaults.explicit import Explicit
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    from aws_cdk import aws_kms as kms
    from aws_cdk import aws_s3 as s3

_API: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference"
_INPUT: Final = f"{_API}/API_TransformS3DataSource.html"
_OUTPUT: Final = f"{_API}/API_TransformOutput.html"
_CAPTURE: Final = f"{_API}/API_BatchDataCaptureConfig.html"

SplitType = Literal["None", "Line", "RecordIO", "TFRecord"]
CompressionType = Literal["None", "Gzip"]
AssembleWith = Literal["None", "Line"]


@dataclass(frozen=True, kw_only=True)
class TransformInput:
    """The objects in S3 that a transform job reads. Made by the static methods.

    Instances share the objects by their keys: one object keeps one instance busy.

    Attributes:
        bucket: The bucket.
        prefix: The key prefix of what may be read.
        data_type: How ``S3Uri`` names the objects.
        key: The key of the manifest. Default: there is none.
        uri_path: Where the input of an execution says the URI. Default: it is known now.
        content_type: The MIME type of a request to the model, such as ``text/csv``.
            Default: SageMaker's.
        split_type: How an object is divided into records. Default: it is one request as a whole.
        compression_type: How the objects are compressed. Default: they are not.
        encryption_key: The KMS key that the objects are encrypted with. Default: the bucket's own.

    Source: developer guide pages 297 and 298;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformInput.html
    """

    bucket: s3.IBucket
    prefix: str
    data_type: Literal["S3Prefix", "ManifestFile"]
    key: str | None = None
    uri_path: str | None = None
    content_type: str | None = None
    split_type: SplitType | None = None
    compression_type: CompressionType | None = None
    encryption_key: kms.IKey | None = None

    @staticmethod
    def from_prefix(
        bucket: s3.IBucket,
        prefix: str,
        *,
        content_type: str | None = None,
        split_type: SplitType | None = None,
        compression_type: CompressionType | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> TransformInput:
        """Read every object whose key begins with a prefix.

        Args:
            bucket: The bucket.
            prefix: The prefix, which may be a whole key; best a folder of its own with a slash at
                the end, so that ``day-1`` does not mean ``day-10`` too.
            content_type: The MIME type of a request to the model. Default: SageMaker's.
            split_type: ``Line``, ``RecordIO``, ``TFRecord`` or ``None``. Default: ``None``, the
                whole object is one request.
            compression_type: ``Gzip`` or ``None``. Default: ``None``.
            encryption_key: The KMS key of the objects. Default: the bucket's own, if it has one.

        Raises:
            InvalidProps: When the prefix begins with a slash.
        """
        _check_key(prefix, "prefix")
        return TransformInput(
            bucket=bucket,
            prefix=prefix,
            data_type="S3Prefix",
            content_type=content_type,
            split_type=split_type,
            compression_type=compression_type,
            encryption_key=encryption_key,
        )

    @staticmethod
    def from_manifest(
        bucket: s3.IBucket,
        key: str,
        *,
        objects_prefix: str = "",
        content_type: str | None = None,
        split_type: SplitType | None = None,
        compression_type: CompressionType | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> TransformInput:
        """Read the objects that a manifest lists.

        Args:
            bucket: The bucket of the manifest and of the objects.
            key: The key of the manifest: a JSON list of a ``prefix`` and the names behind it.
            objects_prefix: Where the listed objects lie, as far as the model's role is to read
                them. Default: anywhere in the bucket.
            content_type: The MIME type of a request to the model. Default: SageMaker's.
            split_type: ``Line``, ``RecordIO``, ``TFRecord`` or ``None``. Default: ``None``, the
                whole object is one request.
            compression_type: ``Gzip`` or ``None``. Default: ``None``.
            encryption_key: The KMS key of manifest and objects. Default: the bucket's own.

        Raises:
            InvalidProps: When a key begins with a slash, or that of the manifest ends with one.
        """
        check_prefix(key, "manifest key", _INPUT, argument="key")
        _check_key(objects_prefix, "objects_prefix")
        return TransformInput(
            bucket=bucket,
            prefix=objects_prefix,
            data_type="ManifestFile",
            key=key,
            content_type=content_type,
            split_type=split_type,
            compression_type=compression_type,
            encryption_key=encryption_key,
        )

    @staticmethod
    def from_execution(
        bucket: s3.IBucket,
        prefix: str = "",
        *,
        uri_path: str = "$.input",
        content_type: str | None = None,
        split_type: SplitType | None = None,
        compression_type: CompressionType | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> TransformInput:
        """Read what whoever starts an execution names: every object below an S3 URI.

        Args:
            bucket: The bucket that the URIs lie in.
            prefix: Where in the bucket, as far as the model's role is to read. Default: anywhere.
            uri_path: The JSONPath of the URI in the input of the execution. Default: ``$.input``.
            content_type: The MIME type of a request to the model. Default: SageMaker's.
            split_type: ``Line``, ``RecordIO``, ``TFRecord`` or ``None``. Default: ``None``, the
                whole object is one request.
            compression_type: ``Gzip`` or ``None``. Default: ``None``.
            encryption_key: The KMS key of the objects. Default: the bucket's own, if it has one.

        Raises:
            InvalidProps: When the prefix begins with a slash, or the path is no JSONPath.
        """
        _check_key(prefix, "prefix")
        if is_known(uri_path) and not uri_path.startswith("$."):
            raise InvalidProps(
                f"uri_path {uri_path!r} selects nothing from the input of an execution",
                fix="pass a JSONPath such as uri_path='$.input'",
                source="https://docs.aws.amazon.com/step-functions/latest/dg/"
                "amazon-states-language-paths.html",
            )
        return TransformInput(
            bucket=bucket,
            prefix=prefix,
            data_type="S3Prefix",
            uri_path=uri_path,
            content_type=content_type,
            split_type=split_type,
            compression_type=compression_type,
            encryption_key=encryption_key,
        )

    def render(self) -> Properties:
        """Return ``TransformInput`` of a ``CreateTransformJob`` request."""
        if self.uri_path is not None:
            where = {"S3Uri.$": self.uri_path}
        else:
            named = self.prefix if self.key is None else self.key
            # A slash at the end of a prefix means something: uri(...) would drop it.
            where = {"S3Uri": f"s3://{bucket_facts(self.bucket).name}/{named}"}
        return {
            "DataSource": {"S3DataSource": {"S3DataType": self.data_type, **where}},
            "ContentType": self.content_type,
            "SplitType": self.split_type,
            "CompressionType": self.compression_type,
        }

    def check_started_with(self, given: Mapping[str, Any] | None) -> None:
        """Refuse a schedule that does not say what is read.

        Args:
            given: The input of the executions that a schedule starts.

        Raises:
            InvalidProps: When it is known and has not the URI.
        """
        if self.uri_path is None or not is_known([self.uri_path, given]):
            return
        where: Any = given
        names = self.uri_path.removeprefix("$.").split(".")
        if given and not all(name.isidentifier() for name in names):
            return
        for name in names:
            where = where.get(name) if isinstance(where, Mapping) else None
        if where is None:
            raise InvalidProps(
                f"the schedule starts executions without {self.uri_path}, which says what is read",
                fix="pass TransformSchedule(input=...) with the URI in it, or read "
                "TransformInput.from_prefix(...)",
                source=_INPUT,
            )

    def role_statements(self) -> list[Properties]:
        """Return what the execution role of the model needs to read."""
        statements = read_below(self.bucket, self.prefix, self.encryption_key)
        if self.key is not None and not self.key.startswith(self.prefix):
            statements += read_below(self.bucket, self.key, self.encryption_key)
        return statements


@dataclass(frozen=True, kw_only=True)
class TransformOutput:
    """Where a transform job stores its results: ``<name of the input object>.out``.

    Attributes:
        bucket: The bucket. Unfinished uploads of failed jobs stay in it until a lifecycle rule
            (``abort_incomplete_multipart_upload_after``) removes them.
        prefix: The key prefix, without a slash at either end; "" is the whole bucket. Default:
            ``batch-transform``.
        accept: The MIME type that the model is asked for, such as ``text/csv``. Default: the
            model's own.
        assemble_with: ``Line`` puts a line end between the results of records. Default: ``None``,
            the results follow each other as they are.
        encryption_key: The KMS key that the results are encrypted with. Default: the bucket's own.
        per_execution: Whether each execution stores its results under its own name, below the
            prefix, so that none overwrites another's. Default: False.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: developer guide pages 298 and 299;
    https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformOutput.html
    """

    bucket: s3.IBucket
    prefix: str = "batch-transform"
    accept: str | None = None
    assemble_with: AssembleWith | None = None
    encryption_key: kms.IKey | None = None
    per_execution: bool = False

    def __post_init__(self) -> None:
        """Refuse a prefix with a slash at either end."""
        check_prefix(self.prefix, "output prefix", _OUTPUT)

    def render(self) -> Properties:
        """Return ``TransformOutput`` of a ``CreateTransformJob`` request."""
        if self.per_execution:
            path = uri(self.bucket, _escaped(self.prefix))
            where = {"S3OutputPath.$": f"States.Format('{path}/{{}}', $$.Execution.Name)"}
        else:
            where = {"S3OutputPath": uri(self.bucket, self.prefix)}
        return {
            **where,
            "Accept": self.accept,
            "AssembleWith": self.assemble_with,
            "KmsKeyId": None if self.encryption_key is None else self.encryption_key.key_arn,
        }

    def role_statements(self) -> list[Properties]:
        """Return what the execution role of the model needs to write."""
        return write_statements(self.bucket, self.prefix, self.encryption_key, multipart=True)


@dataclass(frozen=True, kw_only=True)
class TransformDataCapture:
    """What a transform job keeps of its requests and responses, for model monitoring.

    Attributes:
        bucket: The bucket.
        prefix: The key prefix, without a slash at either end; "" is the whole bucket. Default:
            ``data-capture``.
        encryption_key: The KMS key that the captures are encrypted with. Default: the bucket's own.
        generate_inference_id: Whether each record gets an id, which ground truth is matched by.
            Default: SageMaker's choice.

    Raises:
        InvalidProps: When the prefix begins or ends with a slash.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_BatchDataCaptureConfig.html
    """

    bucket: s3.IBucket
    prefix: str = "data-capture"
    encryption_key: kms.IKey | Explicit | None = None
    generate_inference_id: bool | None = None

    def __post_init__(self) -> None:
        """Refuse a prefix with a slash at either end."""
        check_prefix(self.prefix, "capture prefix", _CAPTURE)

    def render(self) -> Properties:
        """Return ``DataCaptureConfig`` of a ``CreateTransformJob`` request."""
        key = self._key
        return {
            "DestinationS3Uri": uri(self.bucket, self.prefix),
            "KmsKeyId": None if key is None else key.key_arn,
            "GenerateInferenceId": self.generate_inference_id,
        }

    def role_statements(self) -> list[Properties]:
        """Return what the execution role of the model needs to write."""
        return write_statements(self.bucket, self.prefix, self._key, multipart=True)

    @property
    def _key(self) -> kms.IKey | None:
        return None if isinstance(self.encryption_key, Explicit) else self.encryption_key


def read_below(bucket: s3.IBucket, prefix: str, key: kms.IKey | None) -> list[Properties]:
    """Return what a role needs to read every object whose key begins with ``prefix``."""
    statements = read_statements(bucket, "", key)
    if prefix:
        reading, listing, *others = statements
        reading["Resource"] = f"{reading['Resource'].removesuffix('*')}{prefix}*"
        listing["Condition"] = {"StringLike": {"s3:prefix": f"{prefix}*"}}
        statements = [reading, listing, *others]
    return statements


def _check_key(prefix: str, argument: str) -> None:
    if is_known(prefix) and prefix.startswith("/"):
        raise InvalidProps(
            f"{argument} {prefix!r} begins with a slash, and keys in S3 do not",
            fix=f"pass {argument}={prefix.lstrip('/')!r}",
            source=_INPUT,
        )


def _escaped(text: str) -> str:
    """Return ``text`` as it stands inside the quotes of an intrinsic function of a state."""
    return re.sub(r"(['{}\\\\])", r"\\\1", text) if is_known(text) else text
