"""SMH1811."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._filters import CREATE_TRANSFORM_JOB, media_type
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View


class TransformJoinTypes(RequestRule):
    """To join results with their input both have to be declared, and in one format."""

    id = "SMH1811"
    title = "join of two formats"
    actions = (CREATE_TRANSFORM_JOB,)
    facts = ("bt-join-accept-content-type",)
    pages = (302, 304, 305)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html"

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for a format that is missing, or for two that differ."""
        join = request.get("DataProcessing/JoinSource")
        content_type = request.get("TransformInput/ContentType")
        accept = request.get("TransformOutput/Accept")
        given, wanted = media_type(content_type), media_type(accept)
        if join.text != "Input":
            return
        fix = "set TransformInput.ContentType and TransformOutput.Accept to the same format"
        missing = [
            name
            for name, value in (("ContentType", content_type), ("Accept", accept))
            if value.is_absent
        ]
        if missing:
            message = f"JoinSource is Input and {' and '.join(missing)} is missing"
            yield self.finding(resource, join, message, fix)
        elif None not in (given, wanted) and given != wanted:
            message = f"input in {given} is joined with results in {wanted}"
            yield self.finding(resource, accept, message, fix)
