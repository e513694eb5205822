"""SMH0171."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import bucket_of
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_NARROWER: Final = ("TagFilters", "ObjectSizeGreaterThan", "ObjectSizeLessThan")


class ArtifactExpires(Rule):
    """Every instance that is added, replaced or patched downloads the artifact again.

    Once the lifecycle of the bucket has deleted it, none of them starts.
    """

    id = "SMH0171"
    title = "model data that expires"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = (
        "bp-dont-touch-artifacts",
        "sec-keep-artifacts",
        "mme-delete-model",
    )
    pages = (579, 595)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each artifact that is deleted."""
        for container in containers(resource):
            for path in ("ModelDataUrl", "ModelDataSource/S3DataSource/S3Uri"):
                url = container.get(path)
                bucket = None if resource.template is None else bucket_of(resource, url)
                key = (outline(url.raw) or "").removeprefix("s3://").partition("/")[2]
                for rule in (
                    [] if bucket is None else bucket.parts("LifecycleConfiguration/Rules/*")
                ):
                    if bucket is not None and _expires(rule, key):
                        yield self.finding(
                            resource,
                            url,
                            f"{key!r} is deleted by a lifecycle rule of {bucket.logical_id}",
                            "keep model data out of the rule (Prefix), or remove its expiration",
                        )


def _expires(rule: View, key: str) -> bool:
    """Return whether a lifecycle rule certainly deletes the current version of ``key``."""
    if rule.get("Status").text != "Enabled":
        return False
    if not any(rule.get(name).is_given for name in ("ExpirationInDays", "ExpirationDate")):
        return False
    if not all(rule.get(name).is_absent for name in _NARROWER):
        return False
    prefix = rule.get("Prefix")
    # Of a key that begins with something unknown it is not certain what it begins with.
    start = key.partition("$")[0]
    return prefix.is_absent or (prefix.text is not None and start.startswith(prefix.text))
