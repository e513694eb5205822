"""SMH1806."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB
from sagemaker_hosting.rules._requests import RequestRule, model_of
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.template.view import Resource, View


class TransformChunkedBuiltIn(RequestRule):
    """MaxPayloadInMB 0 streams each object in chunks, which the built-in algorithms cannot read."""

    id = "SMH1806"
    title = "chunks for a built-in algorithm"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-payload-zero-chunked",)
    pages = (299,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateTransformJob.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a stream that the model does not understand."""
        payload = request.get("MaxPayloadInMB")
        model = model_of(resource, request)
        if payload.number != 0 or model is None:
            return
        for container in containers(model):
            image = image_of(container)
            if image is not None and image.algorithm is not None:
                yield self.finding(
                    resource,
                    payload,
                    f"MaxPayloadInMB is 0 and the built-in algorithm {image.algorithm} reads no "
                    "chunks",
                    "set MaxPayloadInMB to 1 or more (6 by default), and SplitType to Line",
                )
                return
