"""SMH0819."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import BUCKET
from sagemaker_hosting.rules._roles import studio_rules
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StudioBucketName(Rule):
    """Studio uploads to buckets whose name begins with sagemaker, and to no others."""

    id = "SMH0819"
    title = "upload bucket that Studio does not use"
    severity = Severity.WARNING
    resource_types = (BUCKET,)
    facts = ("studio-bucket-prefix",)
    pages = (25,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a bucket for Studio with another name."""
        name = resource.get("BucketName")
        written = outline(name.raw) or ""
        beginning = written.partition("$")[0]
        if studio_rules(resource) and not _PREFIX.startswith(beginning[:9]):
            yield self.finding(
                resource,
                name,
                f"the bucket {written!r} takes uploads from Studio, and its name does not begin "
                "with sagemaker",
                "name it sagemaker-REGION-ACCOUNT",
            )


_PREFIX: Final = "sagemaker"
