"""The model artifact: where it lies, and what the role needs to read it."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.artifact.check import check_archive
from sagemaker_hosting.artifact.pack import pack_directory
from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._surroundings import bucket_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

_SOURCE: Final = "developer guide page 614; https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"


@dataclass(frozen=True, kw_only=True)
class BoundModelData:
    """An artifact as a model uses it.

    Attributes:
        url: What goes into ``PrimaryContainer.ModelDataUrl``.
        statements: What the execution role has to be allowed.
    """

    url: str
    statements: tuple[Properties, ...]


class ModelData(ABC):
    """Where the artifact of a model, a ``.tar.gz``, comes from.

    SageMaker unpacks it into ``/opt/ml/model``, so the files belong at the root of the archive.
    """

    @abstractmethod
    def bind(self, scope: Construct) -> BoundModelData:
        """Return the artifact as it is used by the model ``scope``; may create assets below it."""

    @staticmethod
    def from_s3(
        bucket: s3.IBucket,
        key: str,
        *,
        readable_prefix: str | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> ModelData:
        """Use an archive that is in S3 already.

        Give new bytes a new key: SageMaker reads the artifact again whenever it starts an instance,
        so overwriting a key changes a running endpoint at its next scale-out.

        Args:
            bucket: The bucket, in the Region of the endpoint.
            key: The object's key, ending in ``.tar.gz``.
            readable_prefix: What the execution role may read, without the ``*``. It has to cover
                the artifact that the endpoint is about to leave as well: while an update runs, the
                old fleet still starts instances, and a rollback does. Default: the first folder of
                ``key``, such as ``churn/`` of ``churn/4f1c9a/model.tar.gz``; the object alone where
                it is in no folder or its key is a token.
            encryption_key: The KMS key that encrypts the object. Default: the bucket's own, if any.

        Raises:
            InvalidProps: When ``key`` is known and does not name a ``.tar.gz``.
        """
        if is_known(key) and (not key.endswith(".tar.gz") or key.startswith("/")):
            raise InvalidProps(
                f"model data key {key!r} does not name a .tar.gz object",
                fix="pass the key of the archive, without a leading '/' and not its prefix",
                source=_SOURCE,
            )
        if readable_prefix is None and is_known(key) and "/" in key:
            readable_prefix = f"{key.partition('/')[0]}/"
        return _S3ModelData(
            bucket=bucket, key=key, prefix=readable_prefix, encryption_key=encryption_key
        )

    @staticmethod
    def from_file(path: str | Path) -> ModelData:
        """Upload a local ``.tar.gz`` as an asset when the app is deployed.

        The object's key is the hash of the archive, so new bytes make a new model.

        Args:
            path: The archive.

        Raises:
            InvalidProps: When it does not exist, does not end in ``.tar.gz``, or is not a
                gzip-compressed tar archive.
        """
        archive = Path(path)
        check_archive(archive)
        return _ArchiveModelData(archive=archive)

    @staticmethod
    def from_directory(path: str | Path) -> ModelData:
        """Pack a local directory and upload it as an asset when the app is deployed.

        The contents of the directory become the root of the archive. Packing is deterministic: the
        same files give the same bytes, and so the same key, on every machine.

        Args:
            path: The directory.

        Raises:
            InvalidProps: When it does not exist, is empty, or holds something that an artifact
                cannot carry (a symbolic link, a device, a socket).
        """
        directory = Path(path)
        if not directory.is_dir():
            raise InvalidProps(
                f"model directory {str(path)!r} "
                + ("is not a directory" if directory.exists() else "does not exist"),
                fix="pass the directory that holds the model files",
                source=_SOURCE,
            )
        return _DirectoryModelData(directory=directory)


@dataclass(frozen=True, kw_only=True)
class _S3ModelData(ModelData):
    bucket: s3.IBucket
    key: str
    prefix: str | None
    encryption_key: kms.IKey | None

    def bind(self, scope: Construct) -> BoundModelData:
        bucket = bucket_facts(self.bucket)
        key = self.encryption_key
        return BoundModelData(
            url=f"s3://{bucket.name}/{self.key}",
            statements=_read_statements(
                bucket.arn,
                self.key if self.prefix is None else f"{self.prefix}*",
                bucket.encryption_key_arn if key is None else key.key_arn,
            ),
        )


@dataclass(frozen=True, kw_only=True)
class _ArchiveModelData(ModelData):
    archive: Path

    def bind(self, scope: Construct) -> BoundModelData:
        return _bind_asset(scope, self.archive)


@dataclass(frozen=True, kw_only=True)
class _DirectoryModelData(ModelData):
    directory: Path

    def bind(self, scope: Construct) -> BoundModelData:
        # The asset copies the archive into the cloud assembly when it is created.
        with tempfile.TemporaryDirectory(prefix="sagemaker-hosting-") as scratch:
            archive = Path(scratch, "model.tar.gz")
            return _bind_asset(scope, archive, pack_directory(self.directory, archive).digest)


def _bind_asset(scope: Construct, archive: Path, digest: str | None = None) -> BoundModelData:
    from aws_cdk import aws_s3_assets as s3_assets

    asset = s3_assets.Asset(
        scope,
        "ModelData",
        path=str(archive),
        asset_hash=digest,
        asset_hash_type=cdk.AssetHashType.CUSTOM if digest else None,
    )
    return BoundModelData(
        url=asset.s3_object_url,
        # Assets lie side by side, named by their hash: the archive of the fleet that an update
        # leaves has to stay readable until it is gone, and for a rollback.
        statements=_read_statements(asset.bucket.bucket_arn, "*.gz", None),
    )


def _read_statements(
    bucket_arn: str, keys: str, encryption_key_arn: str | None
) -> tuple[Properties, ...]:
    statements: list[Properties] = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{bucket_arn}/{keys}"},
        # Without it a missing object is reported as "access denied".
        {
            "Effect": "Allow",
            "Action": "s3:ListBucket",
            "Resource": bucket_arn,
            "Condition": {"StringLike": {"s3:prefix": keys}},
        },
    ]
    if encryption_key_arn is not None:
        statements.append(
            {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": encryption_key_arn}
        )
    return tuple(statements)
