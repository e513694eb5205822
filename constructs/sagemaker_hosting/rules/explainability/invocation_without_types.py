"""SMH1650."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._requests import RequestRule
from sagemaker_hosting.template.view import Resource, View

_TYPES: Final = ("text/csv", "application/jsonlines")


class InvocationWithoutTypes(RequestRule):
    """An endpoint that explains reads and writes records: CSV or JSON Lines, stated both ways."""

    id = "SMH1650"
    title = "call to an explained endpoint without its types"
    facts = ("clarify-request-content-type-accept-required",)
    pages = (210,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability-invoke-endpoint.html"
    actions = ("InvokeEndpoint",)

    def check_request(self, resource: Resource, request: View) -> Iterator[Finding]:
        """Yield one finding for each type that is missing or another."""
        name = request.get("EndpointName")
        if resource.template is None or name.is_absent:
            return
        endpoint = resource.template.named(name, ENDPOINT, "EndpointName")
        config = endpoint.related("EndpointConfig") if endpoint is not None else None
        if config is None or not config.get("ExplainerConfig").is_given:
            return
        for header in ("ContentType", "Accept"):
            value = request.get(header)
            kind = value.text.partition(";")[0].strip().lower() if value.text is not None else None
            if value.is_absent or (kind is not None and kind not in _TYPES):
                yield self.finding(
                    resource,
                    request.path if value.is_absent else value.path,
                    f"{header} is {'not given' if value.is_absent else repr(value.text)}, and "
                    f"{endpoint.logical_id} explains its answers",
                    f"set {header} to {' or '.join(_TYPES)}",
                )
