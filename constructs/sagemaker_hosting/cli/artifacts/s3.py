"""Reading artifacts in S3 without downloading them whole.

boto3 takes the credentials, the Region and the address (``AWS_ENDPOINT_URL``) from the environment,
as the AWS CLI does.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sagemaker_hosting.artifact.contents import Contents, Form
from sagemaker_hosting.artifact.inspect import BOUNDS, inspect_archive
from sagemaker_hosting.artifact.read.damage import Damage, Flaw
from sagemaker_hosting.artifact.read.member import Kind, Member
from sagemaker_hosting.cli.aws import client
from sagemaker_hosting.core.errors import HostingError, InvalidProps, NotFound

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_SOURCE: Final = "https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html"
_MOST_RETRIES: Final = 5


def inspect_s3(uri: str) -> Contents:
    """Return what an archive, or an uncompressed prefix, in S3 holds.

    An archive is read once, as it arrives. Of the objects below a prefix only the beginning is
    read, but for scripts, configuration and pickles.

    Args:
        uri: ``s3://BUCKET/KEY.tar.gz``, or ``s3://BUCKET/PREFIX/``.

    Raises:
        InvalidProps: It is no such address.
        NotFound: There is nothing.
        HostingError: It may not be read, or boto3 is not installed.
    """
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    if not bucket or not key:
        raise InvalidProps(
            f"{uri!r} names no object",
            fix="write s3://BUCKET/KEY.tar.gz, or s3://BUCKET/PREFIX/",
            source=_SOURCE,
        )
    s3: S3Client = client("s3")
    with _named_errors(uri):
        if key.endswith("/"):
            return _inspect_prefix(s3, uri, bucket, key)
        body = ResumingBody(s3, bucket, key)
        try:
            return inspect_archive(body, uri)
        finally:
            body.close()


class ResumingBody:
    """The content of an object, which is asked for again from where a connection broke off.

    Args:
        client: A client of S3.
        bucket: The bucket.
        key: The key of the object.
    """

    def __init__(self, client: S3Client, bucket: str, key: str) -> None:
        self._client = client
        self._object: dict[str, Any] = {"Bucket": bucket, "Key": key}
        answer = client.get_object(**self._object)
        # Should the object be overwritten meanwhile, S3 refuses to go on with the new one.
        self._object["IfMatch"] = answer["ETag"]
        self._left = answer["ContentLength"]
        self._size = answer["ContentLength"]
        self._body = answer["Body"]

    def read(self, size: int, /) -> bytes:
        """Return up to ``size`` bytes; none at the end."""
        from botocore.exceptions import HTTPClientError, IncompleteReadError, ReadTimeoutError

        for attempt in range(_MOST_RETRIES + 1):
            try:
                data: bytes = self._body.read(min(size, self._left)) if self._left else b""
            except (HTTPClientError, IncompleteReadError, ReadTimeoutError):
                data = b""
                if attempt == _MOST_RETRIES:
                    raise
            if data or not self._left:
                self._left -= len(data)
                return data
            self._resume()
        raise HostingError(
            f"S3 ended the connection {self._left} bytes before the end, again and again",
            fix="try again",
            source=_SOURCE,
        )

    def close(self) -> None:
        """Give up what has not been read."""
        self._body.close()

    def _resume(self) -> None:
        self._body.close()
        start = self._size - self._left
        self._body = self._client.get_object(**self._object, Range=f"bytes={start}-")["Body"]


def _inspect_prefix(client: S3Client, uri: str, bucket: str, prefix: str) -> Contents:
    contents = Contents(name=uri, form=Form.PREFIX)
    for key, size in _objects(client, bucket, prefix):
        if len(contents.members) == BOUNDS.members:
            contents.damage = Damage(
                Flaw.TOO_MANY_MEMBERS, f"the prefix has more than {BOUNDS.members} objects"
            )
            break
        name = key.removeprefix(prefix)
        kind = Kind.DIRECTORY if name.endswith("/") or not name else Kind.FILE
        mode = 0o755 if kind is Kind.DIRECTORY else 0o644
        member = Member(name=name.removesuffix("/") or ".", kind=kind, size=size, mode=mode)
        contents.members.append(member)
        if kind is Kind.FILE:
            body = _Lazily(client, bucket, key)
            try:
                contents.files.add(member, body.read)
            finally:
                body.close()
    if not contents.members:
        raise NotFound(f"there is nothing at {uri}", fix="check bucket, prefix and Region")
    return contents


def _objects(client: S3Client, bucket: str, prefix: str) -> Iterator[tuple[str, int]]:
    for page in client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for each in page.get("Contents", ()):
            yield each["Key"], each["Size"]


class _Lazily:
    """An object that is asked for when it is first read."""

    def __init__(self, client: S3Client, bucket: str, key: str) -> None:
        self._arguments = client, bucket, key
        self._body: ResumingBody | None = None

    def read(self, size: int) -> bytes:
        if self._body is None:
            self._body = ResumingBody(*self._arguments)
        return self._body.read(size)

    def close(self) -> None:
        if self._body is not None:
            self._body.close()


@contextlib.contextmanager
def _named_errors(uri: str) -> Iterator[None]:
    """Say in our words what S3 refuses."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in ("NoSuchKey", "NoSuchBucket", "404"):
            raise NotFound(
                f"there is nothing at {uri}",
                fix="check bucket and key; a prefix ends in a slash",
                source=_SOURCE,
            ) from error
        if code == "PreconditionFailed":
            raise HostingError(
                f"{uri} was overwritten while it was read",
                fix="give new bytes a new key, and check that",
                source=_SOURCE,
            ) from error
        raise HostingError(
            f"{uri} cannot be read: {error}",
            fix="the caller needs s3:GetObject on it, and s3:ListBucket on the bucket",
            source=_SOURCE,
        ) from error
    except BotoCoreError as error:
        raise HostingError(
            f"{uri} cannot be read: {error}",
            fix="set credentials and Region as for the AWS CLI",
            source=_SOURCE,
        ) from error
