"""SMH0811."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers, is_fully_listed
from sagemaker_hosting.rules._grants import (
    INVOKE,
    INVOKE_STREAM,
    actions,
    endpoints_of,
    hosts_many_models,
    models_of,
)
from sagemaker_hosting.rules._roles import POLICY_HOLDERS, is_allow, own_statements
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StreamThatNeverStreams(Rule):
    """Streaming needs a container that streams, and the call names no model.

    The built-in algorithms answer in one piece; a streaming call has no TargetModel, so a
    multi-model endpoint cannot serve it. A statement that allows streaming only allows no call.
    """

    id = "SMH0811"
    title = "permission to stream from what cannot stream"
    severity = Severity.WARNING
    resource_types = tuple(POLICY_HOLDERS)
    facts = ("stream-needs-model-support", "stream-not-mme")
    pages = (51, 53, 54, 86)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint that cannot stream."""
        for statement in own_statements(resource):
            if actions(statement) != [INVOKE_STREAM.lower()] or not is_allow(statement):
                continue
            for endpoint in endpoints_of(resource, statement) or ():
                why = _why_not(endpoint)
                if why:
                    yield self.finding(
                        resource,
                        statement.get("Resource"),
                        f"the statement allows nothing but streaming from {endpoint.logical_id}, "
                        f"and {why}",
                        f"allow {INVOKE}",
                    )


def _why_not(endpoint: Resource) -> str:
    if hosts_many_models(endpoint):
        return "a streaming call cannot name one of its models"
    models = models_of(endpoint) or []
    # The last container answers.
    last = [list(containers(model))[-1:] for model in models if is_fully_listed(model)]
    images = [image_of(container) for listed in last for container in listed]
    algorithms = [image.algorithm for image in images if image is not None and image.algorithm]
    if models and len(algorithms) == len(models):
        return f"the built-in algorithm {algorithms[0]} answers in one piece"
    return ""
