"""SMH1803."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.jobs import TRANSFORM_MEMORY_MB
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformMemory(RequestRule):
    """The payloads of all parallel requests to an instance may add up to 100 MB."""

    id = "SMH1803"
    title = "transform requests exceed 100 MB"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-concurrency-product",)
    pages = (298, 309)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding when the product of the two is too large."""
        payload = request.get("MaxPayloadInMB")
        transforms = request.get("MaxConcurrentTransforms").number
        if transforms is None or payload.number is None:
            return
        limit = TRANSFORM_MEMORY_MB.value
        if transforms * payload.number > limit:
            yield self.finding(
                resource,
                payload,
                f"{transforms:g} concurrent transforms of {payload.number:g} MB are "
                f"{transforms * payload.number:g} MB; allowed are {limit}",
                f"set MaxPayloadInMB to {limit // transforms:g}, or MaxConcurrentTransforms to "
                f"{max(1, limit // payload.number):g}",
            )
