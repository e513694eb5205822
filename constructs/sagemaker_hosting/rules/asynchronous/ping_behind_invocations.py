"""SMH1415."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._async import asynchronous_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_CONCURRENT: Final = re.compile(r"GUNICORN_(WORKER_CLASS|THREADS)|WORKER_CLASS|THREADS")


class PingBehindInvocations(Rule):
    """An instance that does not answer pings while it works is replaced, with its request.

    A server of your own with one synchronous worker cannot answer both.
    """

    id = "SMH1415"
    title = "one worker for pings and long requests"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("async-unhealthy-ping",)
    pages = (295,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference-troubleshooting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image of yours with a single worker."""
        for model in asynchronous_models(resource):
            for container in containers(model):
                image = image_of(container)
                if image is None or image.account is None or image.owner is not None:
                    continue
                for name, value, number in settings(container, "workers"):
                    if number == 1 and not _is_concurrent(container):
                        yield self.finding(
                            model,
                            value,
                            f"{name} is 1: no ping is answered while a request is processed",
                            f"set {name} to 2 or more, or serve pings from a thread of their own",
                        )


def _is_concurrent(container: View) -> bool:
    """Return whether a variable of ``container`` may let its worker do two things at a time."""
    return any(_CONCURRENT.search(str(name)) for name in container.part("Environment").properties)
