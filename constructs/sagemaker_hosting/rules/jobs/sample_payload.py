"""SMH1844."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._jobs import CONTAINER, CREATE_LOAD_TEST
from sagemaker_hosting.rules._requests import HOLDERS, requests
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_PACKAGE: Final = "AWS::SageMaker::ModelPackage"


class SamplePayload(Rule):
    """A load test sends samples from a gzipped tar archive, of content types that are listed."""

    id = "SMH1844"
    title = "sample payload that is no archive"
    resource_types: ClassVar[tuple[str, ...]] = (_PACKAGE, *HOLDERS)
    facts = ("rec-payload",)
    pages = (5, 19)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_RecommendationJobPayloadConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each payload that cannot be sent."""
        if resource.type == _PACKAGE:
            yield from self._check(resource, resource)
            return
        for request in requests(resource):
            if request.action == CREATE_LOAD_TEST:
                payload = request.parameters.part(f"{CONTAINER}/PayloadConfig")
                yield from self._check(resource, payload)

    def _check(self, resource: Resource, payload: View) -> Iterator[Finding]:
        address, types = payload.get("SamplePayloadUrl"), payload.get("SupportedContentTypes")
        text = outline(address.raw)
        if text is not None and not text.endswith((".tar.gz", "}")):
            yield self.finding(
                resource,
                address,
                f"SamplePayloadUrl ends with {text.rpartition('/')[2]!r}, and is no .tar.gz",
                "pack the samples into one .tar.gz archive and give its address",
            )
        if types.length == 0:
            yield self.finding(
                resource,
                types,
                "SupportedContentTypes is empty, and the samples have a type",
                "list the content type of the samples (text/csv)",
            )
