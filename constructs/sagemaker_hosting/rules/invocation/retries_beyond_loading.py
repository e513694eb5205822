"""SMH2204."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import LOADING_ATTEMPTS
from sagemaker_hosting.rules._callers import FUNCTION, called_endpoints, script_of
from sagemaker_hosting.rules._grants import hosts_many_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RetriesBeyondLoading(Rule):
    """A model is loaded within 360 seconds or not at all, which five attempts of 70 s cover."""

    id = "SMH2204"
    title = "retries after loading has ended"
    severity = Severity.INFO
    resource_types = (FUNCTION,)
    facts = ("mme-client-retry",)
    pages = (88,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for more attempts than can help."""
        script, code = script_of(resource)
        most = max((int(number) for number in _ATTEMPTS.findall(code)), default=0)
        if most > LOADING_ATTEMPTS.value and any(
            hosts_many_models(endpoint) for endpoint in called_endpoints(resource)
        ):
            yield self.finding(
                resource,
                script,
                f"the client tries {most} times, and a model that is not loaded after "
                f"{LOADING_ATTEMPTS.value} attempts never is",
                f"set max_attempts to {LOADING_ATTEMPTS.value} or less, and read_timeout to 70",
            )


_ATTEMPTS: Final = re.compile(r"max_attempts\W{1,6}(\d{1,4})\b")
