"""SMH1909."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL, bucket_of
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class WholeBucketInvocable(Rule):
    """Every object below the prefix of a multi-model endpoint can be called as a model.

    With the root of the bucket for a prefix that is every object of the bucket.
    """

    id = "SMH1909"
    title = "whole bucket as a prefix of models"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("mme-restrictive-prefix",)
    pages = (99,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-security.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each prefix that is the root of a bucket."""
        for container in containers(resource):
            prefix = container.get("ModelDataUrl")
            if container.get("Mode").text != "MultiModel":
                continue
            written = outline(prefix.raw) or ""
            of_the_template = bucket_of(resource, prefix) is not None
            if _ROOT.fullmatch(written) or (of_the_template and _REFERENCE.fullmatch(written)):
                yield self.finding(
                    resource,
                    prefix,
                    "the models are all objects of the bucket",
                    "add a prefix, such as s3://BUCKET/models/",
                )


_ROOT: Final = re.compile(r"s3://[^/$]+/?")
_REFERENCE: Final = re.compile(r"s3://\$\{\?\}/?")
