"""The archives of a multi-model container, loaded when they are asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from sagemaker_hosting.cdk._s3 import check_prefix, read_statements, uri
from sagemaker_hosting.cdk.model.data import BoundModelData
from sagemaker_hosting.core.errors import InvalidProps
from sagemaker_hosting.core.tokens import is_known

ModelCacheSetting = Literal["Enabled", "Disabled"]

_SOURCE: Final = (
    "developer guide pages 72, 81 and 106; "
    "https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html"
)


@dataclass(frozen=True, kw_only=True)
class MultiModelData:
    """The archives that a multi-model container serves, below one prefix in S3.

    Adding a model is uploading its ``.tar.gz`` and asking for it; no update is needed. Never
    overwrite one: instances that hold the old one keep serving it (guide page 89).

    Attributes:
        bucket: The bucket, in the Region of the endpoint.
        prefix: The key prefix, without slashes at its ends. Nothing but archives lies below it.
        model_cache_setting: ``Enabled`` keeps models in memory and on disk until the room is needed
            for others; ``Disabled`` takes a model away after each request, which is faster where
            each of many models is asked for once or rarely (guide pages 106 and 107). Default:
            ``Enabled``.
        encryption_key: The KMS key of the objects. Default: the bucket's own, if any.

    Raises:
        InvalidProps: When the prefix is an archive or has slashes at its ends, or the cache setting
            does not exist.

    Source: guide pages 72, 81 and 106;
    https://docs.aws.amazon.com/sagemaker/latest/dg/create-multi-model-endpoint.html
    """

    bucket: s3.IBucket
    prefix: str
    model_cache_setting: ModelCacheSetting | None = None
    encryption_key: kms.IKey | None = None

    def __post_init__(self) -> None:
        """Refuse a prefix that is an archive, or is written with slashes around it."""
        check_prefix(self.prefix, "prefix of the models", _SOURCE)
        if is_known(self.prefix) and self.prefix.endswith((".tar.gz", ".tgz")):
            raise InvalidProps(
                f"prefix of the models {self.prefix!r} is an archive",
                fix="pass the prefix that the archives lie below, or use a Model for one archive",
                source=_SOURCE,
            )
        if self.model_cache_setting not in (None, "Enabled", "Disabled"):
            raise InvalidProps(
                f"model_cache_setting is {self.model_cache_setting!r}",
                fix="pass 'Enabled' or 'Disabled'",
                source=_SOURCE,
            )

    def bind(self, scope: Construct) -> BoundModelData:
        """Return the archives as the model ``scope`` uses them."""
        setting = self.model_cache_setting
        return BoundModelData(
            properties={
                "Mode": "MultiModel",
                "ModelDataUrl": f"{uri(self.bucket, self.prefix)}/",
                "MultiModelConfig": {"ModelCacheSetting": setting} if setting else None,
            },
            statements=tuple(read_statements(self.bucket, self.prefix, self.encryption_key)),
        )
