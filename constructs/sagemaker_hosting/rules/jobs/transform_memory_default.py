"""SMH1821."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.jobs import TRANSFORM_MEMORY_MB, TRANSFORM_PAYLOAD_DEFAULT_MB
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformMemoryDefault(RequestRule):
    """Without MaxPayloadInMB a payload has 6 MB, unless the container itself says less.

    Seventeen requests at a time are then too many: together they may have 100 MB.
    """

    id = "SMH1821"
    title = "many transforms of the default payload"
    severity = Severity.WARNING
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-concurrency-product",)
    pages = (298, 309)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding when the product with the default is too large."""
        transforms = request.get("MaxConcurrentTransforms")
        if transforms.number is None or not request.get("MaxPayloadInMB").is_absent:
            return
        limit, payload = TRANSFORM_MEMORY_MB.value, TRANSFORM_PAYLOAD_DEFAULT_MB.value
        if transforms.number * payload > limit:
            yield self.finding(
                resource,
                transforms,
                f"{transforms.number:g} concurrent transforms of {payload} MB (the default) are "
                f"{transforms.number * payload:g} MB; allowed are {limit}",
                f"set MaxPayloadInMB to {limit // transforms.number:g}, or MaxConcurrentTransforms "
                f"to {limit // payload}",
            )
