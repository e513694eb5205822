"""Fetches model data from the local S3."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from moto.s3.models import s3_backends
from moto.utilities.utils import get_partition

from sagemaker_hosting.core.errors import LocalAwsError
from sagemaker_hosting.runner.archive import unpack
from sagemaker_hosting.runner.container import INVOCATION_TIMEOUT


def location(container: dict[str, Any]) -> str:
    """Return the S3 URI of a container's model data, empty when it has none."""
    source = (container.get("ModelDataSource") or {}).get("S3DataSource") or {}
    return str(container.get("ModelDataUrl") or source.get("S3Uri") or "")


def exists(uri: str, account: str, region: str) -> bool:
    """Return whether an object, or anything below a prefix, is there."""
    bucket, key = _split(uri)
    backend = s3_backends[account][get_partition(region)]
    if bucket not in backend.buckets:
        return False
    if key.endswith("/"):
        return any(name.startswith(key) for name in backend.buckets[bucket].keys)
    return backend.get_object(bucket, key) is not None


def fetch(container: dict[str, Any], account: str, region: str, scratch: Path) -> Path:
    """Return the directory that the model data was unpacked to.

    Raises:
        LocalAwsError: There is no such object, or the archive is unsafe.
    """
    uri = location(container)
    source = (container.get("ModelDataSource") or {}).get("S3DataSource") or {}
    model = scratch / "model"
    model.mkdir()
    if source.get("S3DataType") == "S3Prefix" or source.get("CompressionType") == "None":
        _fetch_prefix(uri, account, region, model)
        return model
    archive = scratch / "model.tar.gz"
    _download(uri, account, region, archive)
    unpack(archive, model)
    archive.unlink()
    return model


def fetch_script(uri: str, account: str, region: str, code: Path) -> None:
    """Unpack the archive of a script, `sourcedir.tar.gz`, into the code directory."""
    archive = code.parent.parent / "sourcedir.tar.gz"
    _download(uri, account, region, archive)
    unpack(archive, code)
    archive.unlink()


def invocation_timeout() -> float:
    """Return the seconds an invocation may take: 60, unless a test has made it shorter."""
    return float(os.environ.get("SAGEMAKER_HOSTING_LOCAL_INVOCATION_TIMEOUT", INVOCATION_TIMEOUT))


def _download(uri: str, account: str, region: str, to: Path) -> None:
    bucket, key = _split(uri)
    backend = s3_backends[account][get_partition(region)]
    found = backend.get_object(bucket, key) if bucket in backend.buckets else None
    if found is None:
        raise LocalAwsError(
            f"could not find model data at {uri}",
            fix="upload the archive to the local S3 first: aws s3 cp model.tar.gz " + uri,
        )
    with to.open("wb") as file:
        file.write(found.value)


def _fetch_prefix(uri: str, account: str, region: str, model: Path) -> None:
    bucket, prefix = _split(uri)
    backend = s3_backends[account][get_partition(region)]
    names = [name for name in backend.buckets[bucket].keys if name.startswith(prefix)]
    for name in names:
        relative = name[len(prefix) :].lstrip("/")
        target = (model / relative).resolve()
        if not relative or name.endswith("/"):
            continue
        if not target.is_relative_to(model.resolve()):
            raise LocalAwsError(
                f"object {name!r} leaves the model directory", fix="rename the object"
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        _download(f"s3://{bucket}/{name}", account, region, target)


def _split(uri: str) -> tuple[str, str]:
    parsed = urlparse(uri)
    if parsed.scheme == "https":
        # https://s3.region.amazonaws.com/bucket/key or https://bucket.s3.region.amazonaws.com/key
        if (parsed.hostname or "").startswith("s3"):
            bucket, _, key = parsed.path.lstrip("/").partition("/")
            return bucket, key
        return (parsed.hostname or "").split(".")[0], parsed.path.lstrip("/")
    return parsed.netloc, parsed.path.lstrip("/")
