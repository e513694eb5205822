"""The model artifact: where it lies, and what the role needs to read it."""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.artifact.frameworks import Framework
from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._s3 import check_prefix, object_statements, readable
from sagemaker_hosting.cdk._surroundings import bucket_facts, stack_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

if TYPE_CHECKING:
    # A sixth of a second to import, and needed where an artifact lies on this machine only.
    from sagemaker_hosting.artifact.contents import Contents
    from sagemaker_hosting.artifact.plan import Symlinks

_SOURCE: Final = "developer guide page 614; https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ContainerDefinition.html"
_UNCOMPRESSED: Final = (
    "developer guide pages 312 to 314; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-uncompressed.html"
)
_HUB: Final = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html"


@dataclass(frozen=True, kw_only=True)
class BoundModelData:
    """An artifact as a model uses it.

    Attributes:
        properties: The parts of a ``ContainerDefinition`` that say where it is.
        statements: What the execution role has to be allowed.
        unpacked_bytes: Its size on an instance; None when unknown.
        contents: What it holds, where it lies on this machine; None elsewhere.
    """

    properties: Properties
    statements: tuple[Properties, ...]
    unpacked_bytes: int | None = None
    contents: Contents | None = None


class ModelData(ABC):
    """Where the artifact of a model comes from: an archive, or files as they are.

    SageMaker puts it into ``/opt/ml/model``, so the files belong at the root of an archive.

    Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelDataSource.html
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
        unpacked_size: cdk.Size | None = None,
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
            unpacked_size: How large it is unpacked; a variant that states no volume and no timeouts
                gets those that a large model needs. Default: unknown.
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
        return _S3ModelData(
            bucket=bucket,
            key=key,
            prefix=readable(readable_prefix, key),
            encryption_key=encryption_key,
            size=_bytes(unpacked_size),
        )

    @staticmethod
    def from_s3_prefix(
        bucket: s3.IBucket,
        prefix: str,
        *,
        readable_prefix: str | None = None,
        size: cdk.Size | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> ModelData:
        """Use uncompressed files below a prefix in S3, as large models should be (guide page 312).

        The keys below the prefix become paths below ``/opt/ml/model``; nothing else may lie there,
        not even the folder markers that the console makes. Give new bytes a new prefix.

        Args:
            bucket: The bucket, in the Region of the endpoint.
            prefix: The key prefix, without slashes at its ends.
            readable_prefix: What the execution role may read, without the ``*``; see `from_s3`.
                Default: the first folder of ``prefix``.
            size: The size of all files together; a variant that states no volume and no timeouts
                gets those that a large model needs. Default: unknown.
            encryption_key: The KMS key of the objects. Default: the bucket's own, if any.

        Raises:
            InvalidProps: When ``prefix`` has slashes at its ends or names an archive.
        """
        check_prefix(prefix, "model data prefix", _UNCOMPRESSED)
        if is_known(prefix) and prefix.endswith((".tar.gz", ".tgz")):
            raise InvalidProps(
                f"model data prefix {prefix!r} is an archive",
                fix="pass it to ModelData.from_s3(bucket, key)",
                source=_UNCOMPRESSED,
            )
        return _S3Files(
            bucket=bucket,
            place=f"{prefix}/",
            kind="S3Prefix",
            prefix=readable(readable_prefix, f"{prefix}/"),
            encryption_key=encryption_key,
            size=_bytes(size),
        )

    @staticmethod
    def from_s3_object(
        bucket: s3.IBucket,
        key: str,
        *,
        readable_prefix: str | None = None,
        size: cdk.Size | None = None,
        encryption_key: kms.IKey | None = None,
    ) -> ModelData:
        """Use one file in S3 as it is, such as a ``.gguf`` or an ``.onnx`` (guide page 314).

        Args:
            bucket: The bucket, in the Region of the endpoint.
            key: The object's key. An archive would not be unpacked.
            readable_prefix: What the execution role may read, without the ``*``; see `from_s3`.
                Default: the first folder of ``key``.
            size: Its size; see `from_s3_prefix`. Default: unknown.
            encryption_key: The KMS key of the object. Default: the bucket's own, if any.

        Raises:
            InvalidProps: When ``key`` is no key of an object.
        """
        if is_known(key) and (not key or key.startswith("/") or key.endswith("/")):
            raise InvalidProps(
                f"model data key {key!r} is not the key of an object",
                fix="pass the key without slashes at its ends, or use "
                "ModelData.from_s3_prefix(bucket, prefix)",
                source=_UNCOMPRESSED,
            )
        return _S3Files(
            bucket=bucket,
            place=key,
            kind="S3Object",
            prefix=readable(readable_prefix, key),
            encryption_key=encryption_key,
            size=_bytes(size),
        )

    @staticmethod
    def from_hub(
        uri: str,
        *,
        accept_eula: bool,
        hub_content_arn: str | None = None,
        size: cdk.Size | None = None,
    ) -> ModelData:
        """Use a model of SageMaker JumpStart or of a private model hub.

        Args:
            uri: Where the hub keeps it, ``s3://BUCKET/PREFIX/`` or ``s3://BUCKET/KEY``; it stands
                in the hub's document of the model, as ``HostingArtifactUri``.
            accept_eula: Whether you have read the model's end-user license agreement and accept it.
                It has to be said, and it has to be True: SageMaker fetches nothing otherwise.
            hub_content_arn: The model in a private hub, whose administrator gave you access to it.
                Default: SageMaker's own public hub.
            size: Its size; see `from_s3_prefix`. Default: unknown.

        Raises:
            InvalidProps: When the agreement is not accepted, or when ``uri`` is a token or none of
                S3.

        Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ModelAccessConfig.html
        """
        if accept_eula is not True:
            raise InvalidProps(
                f"accept_eula is {accept_eula!r}: the model comes with an end-user license "
                "agreement",
                fix="read it, and pass accept_eula=True if you accept it",
                source=_HUB,
            )
        if not is_known(uri) or not uri.startswith("s3://") or "/" not in uri[5:]:
            raise InvalidProps(
                f"{uri!r} is no place in S3 that is known at synthesis",
                fix="pass the 's3://BUCKET/PREFIX/' of the hub's document: the role is scoped to "
                "it",
                source=_HUB,
            )
        return _HubFiles(uri=uri, content_arn=hub_content_arn, size=_bytes(size))

    @staticmethod
    def from_file(path: str | Path) -> ModelData:
        """Upload a local ``.tar.gz`` as an asset when the app is deployed.

        The object's key is the hash of the archive, so new bytes make a new model. It is read once
        and checked: here for what holds for every container, and by the model for what its image,
        its environment and its network isolation say. Warnings are annotations of the model.

        Args:
            path: The archive.

        Raises:
            InvalidProps: When it does not exist, or is no archive that SageMaker could unpack, or
                holds what could never work (rules SMH0701 to SMH0799).
        """
        from sagemaker_hosting.artifact.check import check_contents, enforce
        from sagemaker_hosting.artifact.contents import Form
        from sagemaker_hosting.artifact.inspect import inspect_path

        contents = inspect_path(Path(path))
        if contents.form is not Form.ARCHIVE:
            raise InvalidProps(
                f"model archive {str(path)!r} is a directory",
                fix="pass it to ModelData.from_directory(path)",
                source=_SOURCE,
            )
        enforce(check_contents(contents), str(path))
        return _ArchiveModelData(archive=Path(path), contents=contents)

    @staticmethod
    def from_directory(
        path: str | Path,
        *,
        framework: Framework | str | None = None,
        symlinks: Symlinks = "refuse",
    ) -> ModelData:
        """Pack a local directory and upload it as an asset when the app is deployed.

        The contents of the directory become the root of the archive, without litter (version
        control, caches) and without what a file ``.sagemakerignore`` in it names, as in a
        ``.gitignore``. Packing is deterministic: the same files give the same key, on every machine
        and date. The model checks the contents as those of `from_file`; from 40 GB on it advises an
        uncompressed S3 prefix (`from_s3_prefix`).

        Args:
            path: The directory.
            framework: Lay the files out for the container of ``pytorch``, ``tensorflow``,
                ``mxnet``, ``sklearn``, ``xgboost``, ``huggingface``, ``djl``, ``torchserve``,
                ``triton`` or ``own``: scripts into ``code/``, a SavedModel into ``1/``. Default:
                each file stays where it is.
            symlinks: ``refuse`` links, or ``follow`` them and pack what they lead to, as the cache
                of Hugging Face needs. Default: ``refuse``.

        Raises:
            InvalidProps: When it does not exist, is empty, or holds something that an artifact
                cannot carry (a link, a device, a socket); when there is no such framework.
        """
        directory = Path(path)
        if not directory.is_dir():
            raise InvalidProps(
                f"model directory {str(path)!r} "
                + ("is not a directory" if directory.exists() else "does not exist"),
                fix="pass the directory that holds the model files",
                source=_SOURCE,
            )
        return _DirectoryModelData(
            directory=directory, framework=_framework(framework), symlinks=symlinks
        )


@dataclass(frozen=True, kw_only=True)
class _S3ModelData(ModelData):
    bucket: s3.IBucket
    key: str
    prefix: str | None
    encryption_key: kms.IKey | None
    size: int | None

    def bind(self, scope: Construct) -> BoundModelData:
        bucket = bucket_facts(self.bucket)
        key = self.encryption_key
        return BoundModelData(
            properties={"ModelDataUrl": f"s3://{bucket.name}/{self.key}"},
            statements=object_statements(
                bucket.arn,
                self.key if self.prefix is None else f"{self.prefix}*",
                bucket.encryption_key_arn if key is None else key.key_arn,
            ),
            unpacked_bytes=self.size,
        )


@dataclass(frozen=True, kw_only=True)
class _S3Files(ModelData):
    bucket: s3.IBucket
    place: str
    kind: Literal["S3Prefix", "S3Object"]
    prefix: str | None
    encryption_key: kms.IKey | None
    size: int | None

    def bind(self, scope: Construct) -> BoundModelData:
        bucket = bucket_facts(self.bucket)
        key = self.encryption_key
        own = f"{self.place}*" if self.kind == "S3Prefix" else self.place
        return BoundModelData(
            properties=_source(f"s3://{bucket.name}/{self.place}", self.kind),
            statements=object_statements(
                bucket.arn,
                own if self.prefix is None else f"{self.prefix}*",
                bucket.encryption_key_arn if key is None else key.key_arn,
            ),
            unpacked_bytes=self.size,
        )


@dataclass(frozen=True, kw_only=True)
class _HubFiles(ModelData):
    uri: str
    content_arn: str | None
    size: int | None

    def bind(self, scope: Construct) -> BoundModelData:
        is_prefix = self.uri.endswith("/")
        bucket, _, place = self.uri.removeprefix("s3://").partition("/")
        statements = list(
            object_statements(
                f"arn:{stack_facts(scope).partition}:s3:::{bucket}",
                f"{place}*" if is_prefix else place,
                None,
            )
        )
        access: Properties = {"ModelAccessConfig": {"AcceptEula": True}}
        if self.content_arn is not None:
            access["HubAccessConfig"] = {"HubContentArn": self.content_arn}
            statements.append(
                {
                    "Effect": "Allow",
                    "Action": "sagemaker:DescribeHubContent",
                    "Resource": self.content_arn,
                }
            )
        kind: Literal["S3Prefix", "S3Object"] = "S3Prefix" if is_prefix else "S3Object"
        packed = self.uri.endswith((".tar.gz", ".tgz"))
        return BoundModelData(
            properties=_source(self.uri, kind, packed=packed, **access),
            statements=tuple(statements),
            unpacked_bytes=self.size,
        )


@dataclass(frozen=True, kw_only=True)
class _ArchiveModelData(ModelData):
    archive: Path
    contents: Contents

    def bind(self, scope: Construct) -> BoundModelData:
        return _bind_asset(scope, self.archive, self.contents)


@dataclass(frozen=True, kw_only=True)
class _DirectoryModelData(ModelData):
    directory: Path
    framework: Framework | None
    symlinks: Symlinks

    def bind(self, scope: Construct) -> BoundModelData:
        from sagemaker_hosting.artifact.inspect import inspect_plan
        from sagemaker_hosting.artifact.layout import arranged
        from sagemaker_hosting.artifact.pack import pack_plan
        from sagemaker_hosting.artifact.plan import plan_directory

        plan = plan_directory(self.directory, symlinks=self.symlinks)
        if self.framework is not None:
            plan = arranged(plan, self.framework)
        contents = inspect_plan(plan, str(self.directory))
        # The asset copies the archive into the cloud assembly when it is created.
        with tempfile.TemporaryDirectory(prefix="sagemaker-hosting-") as scratch:
            archive = Path(scratch, "model.tar.gz")
            return _bind_asset(scope, archive, contents, pack_plan(plan, archive).digest)


def _framework(given: Framework | str | None) -> Framework | None:
    try:
        return None if given is None else Framework(given)
    except ValueError as error:
        raise InvalidProps(
            f"framework is {given!r}",
            fix=f"pass one of {', '.join(repr(each.value) for each in Framework)}",
            source=_SOURCE,
        ) from error


def _bind_asset(
    scope: Construct,
    archive: Path,
    contents: Contents,
    digest: str | None = None,
) -> BoundModelData:
    from aws_cdk import aws_s3_assets as s3_assets

    asset = s3_assets.Asset(
        scope,
        "ModelData",
        path=str(archive),
        asset_hash=digest,
        asset_hash_type=cdk.AssetHashType.CUSTOM if digest else None,
    )
    return BoundModelData(
        properties={"ModelDataUrl": asset.s3_object_url},
        # Assets lie side by side, named by their hash: the archive of the fleet that an update
        # leaves has to stay readable until it is gone, and for a rollback.
        statements=object_statements(asset.bucket.bucket_arn, "*.gz", None),
        unpacked_bytes=contents.unpacked_bytes,
        contents=contents,
    )


def _source(
    uri: str, kind: Literal["S3Prefix", "S3Object"], *, packed: bool = False, **access: Any
) -> Properties:
    return {
        "ModelDataSource": {
            "S3DataSource": {
                "S3Uri": uri,
                "S3DataType": kind,
                "CompressionType": "Gzip" if packed else "None",
                **access,
            }
        }
    }


def _bytes(size: cdk.Size | None) -> int | None:
    if size is None:
        return None
    amount = size.to_bytes()
    return int(amount) if is_known(amount) else None
