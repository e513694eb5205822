"""SMH2203."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import INVOCATION_TIMEOUT
from sagemaker_hosting.rules._callers import DEFAULT_TIMEOUT, FUNCTION, called_endpoints
from sagemaker_hosting.rules._grants import hosts_many_models
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CallerGivesUpEarly(Rule):
    """The first request for one of many models waits until it is loaded, up to 60 seconds.

    A function that ends before that gets no answer, however often it is called.
    """

    id = "SMH2203"
    title = "function that ends before a model is loaded"
    severity = Severity.WARNING
    resource_types = (FUNCTION,)
    facts = ("mme-60s-timeout",)
    pages = (87, 88)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/invoke-multi-model-endpoint.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a time-out that is too short for a first request."""
        given = resource.get("Timeout")
        seconds = DEFAULT_TIMEOUT if given.is_absent else given.number
        for endpoint in called_endpoints(resource):
            if (
                seconds is not None
                and seconds <= INVOCATION_TIMEOUT.value
                and (hosts_many_models(endpoint))
            ):
                yield self.finding(
                    resource,
                    given,
                    f"the function ends after {seconds:g} s, and a model of {endpoint.logical_id} "
                    f"may take {INVOCATION_TIMEOUT.value} s to answer first",
                    "set Timeout to 75 or more, and read_timeout of the client to 70",
                )
