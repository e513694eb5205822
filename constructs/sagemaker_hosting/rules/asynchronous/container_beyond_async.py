"""SMH1414."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import (
    ASYNC_INVOCATION_TIMEOUT,
    ASYNC_INVOCATION_TIMEOUT_DEFAULT,
    ASYNC_PAYLOAD_BYTES,
)
from sagemaker_hosting.rules._async import asynchronous_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class ContainerBeyondAsync(Rule):
    """SageMaker waits 15 minutes for a response, and an hour when the caller says so.

    A model server that gives up earlier fails long requests; one that would wait longer, or take
    more than 1 GB, never gets to it.
    """

    id = "SMH1414"
    title = "model server and queue disagree"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-env-timeout-vs-invocation", "async-limits")
    pages = (262, 270, 271, 274, 294)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-create-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variable that does not match the queue."""
        for model in asynchronous_models(resource):
            for container in containers(model):
                yield from self._times(model, container)
                yield from self._sizes(model, container)

    def _times(self, model: Resource, container: View) -> Iterator[Finding]:
        default = ASYNC_INVOCATION_TIMEOUT_DEFAULT.value
        most = ASYNC_INVOCATION_TIMEOUT.value.maximum
        for name, value, number in settings(container, "timeout"):
            if number < default:
                yield self.finding(
                    model,
                    value,
                    f"{name} is {number:g} s, and callers wait {default} s unless they say "
                    "otherwise",
                    f"set {name} to the longest InvocationTimeoutSeconds of a caller",
                )
            elif number > most:
                yield self.finding(
                    model,
                    value,
                    f"{name} is {number:g} s, and a request ends after {most:g} s",
                    f"set {name} to {most:g} or less",
                )

    def _sizes(self, model: Resource, container: View) -> Iterator[Finding]:
        most = ASYNC_PAYLOAD_BYTES.value
        for name, value, number in settings(container, "request bytes"):
            if number > most:
                yield self.finding(
                    model,
                    value,
                    f"{name} is {number:.0f} bytes, and a request has {most} at most",
                    f"set {name} to {most} or less",
                )
