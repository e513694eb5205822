"""Places in S3: a bucket and a prefix, and what a role needs to read or write there."""

from __future__ import annotations

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from sagemaker_hosting.cdk._l1 import Properties
from sagemaker_hosting.cdk._surroundings import bucket_facts
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known


def check_prefix(prefix: str, what: str, source: str, *, argument: str = "prefix") -> None:
    """Refuse a prefix with a slash at either end.

    Args:
        prefix: The prefix.
        what: What it is called in the message.
        source: Who says so.
        argument: The argument that says it. Default: ``prefix``.

    Raises:
        InvalidProps: When ``prefix`` is known and has one.
    """
    if is_known(prefix) and prefix != prefix.strip("/"):
        raise InvalidProps(
            f"{what} {prefix!r} begins or ends with a slash",
            fix=f"pass {argument}={prefix.strip('/')!r}",
            source=source,
        )


def uri(bucket: s3.IBucket, prefix: str) -> str:
    """Return the S3 URI of ``prefix`` in ``bucket``."""
    return f"s3://{bucket_facts(bucket).name}/{prefix}".rstrip("/")


def objects_arn(bucket: s3.IBucket, prefix: str) -> str:
    """Return the ARN of every object below ``prefix``."""
    return f"{bucket_facts(bucket).arn}/{prefix}/*" if prefix else f"{bucket_facts(bucket).arn}/*"


def write_statements(
    bucket: s3.IBucket, prefix: str, key: kms.IKey | None, *, multipart: bool = False
) -> list[Properties]:
    """Return what a role needs to write below ``prefix``.

    Args:
        bucket: The bucket.
        prefix: The key prefix; "" is the whole bucket.
        key: What encrypts the objects. None: the bucket's own key, if it has one.
        multipart: Whether large objects are written in parts. Default: False.
    """
    actions = ["s3:AbortMultipartUpload", "s3:PutObject"] if multipart else "s3:PutObject"
    statements: list[Properties] = [
        {"Effect": "Allow", "Action": actions, "Resource": objects_arn(bucket, prefix)}
    ]
    arn = key.key_arn if key is not None else bucket_facts(bucket).encryption_key_arn
    if arn is not None:
        statements.append(
            {
                "Effect": "Allow",
                "Action": ["kms:Decrypt", "kms:GenerateDataKey"],
                "Resource": arn,
            }
        )
    return statements


def read_statements(
    bucket: s3.IBucket, prefix: str, key: kms.IKey | None = None
) -> list[Properties]:
    """Return what a role needs to read below ``prefix``, and to see what is not there.

    Without ``s3:ListBucket`` S3 answers a missing object with access denied.

    Args:
        bucket: The bucket.
        prefix: The key prefix; "" is the whole bucket.
        key: What the objects are encrypted with. Default: the bucket's own key, if it has one.
    """
    listing: Properties = {
        "Effect": "Allow",
        "Action": "s3:ListBucket",
        "Resource": bucket_facts(bucket).arn,
    }
    if prefix:
        listing["Condition"] = {"StringLike": {"s3:prefix": [prefix, f"{prefix}/*"]}}
    statements: list[Properties] = [
        {"Effect": "Allow", "Action": "s3:GetObject", "Resource": objects_arn(bucket, prefix)},
        listing,
    ]
    arn = key.key_arn if key is not None else bucket_facts(bucket).encryption_key_arn
    if arn is not None:
        statements.append({"Effect": "Allow", "Action": "kms:Decrypt", "Resource": arn})
    return statements


def readable(given: str | None, key: str) -> str | None:
    """Return what the role may read: what is given, or the first folder of ``key``."""
    if given is None and is_known(key) and "/" in key:
        return f"{key.partition('/')[0]}/"
    return given


def object_statements(
    bucket_arn: str, keys: str, encryption_key_arn: str | None
) -> tuple[Properties, ...]:
    """Return what a role needs to read the objects whose keys match ``keys``."""
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
