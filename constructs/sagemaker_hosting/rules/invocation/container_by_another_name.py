"""SMH2206."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._callers import FUNCTION, called_endpoints, not_known, script_of
from sagemaker_hosting.rules._containers import containers, is_fully_listed
from sagemaker_hosting.rules._grants import calls_containers, models_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ContainerByAnotherName(Rule):
    """A call to one of several containers names it, by the ContainerHostname of the model.

    Any other name is refused, and so is a name where the containers are run as a pipeline.
    """

    id = "SMH2206"
    title = "call to a container that does not exist"
    severity = Severity.WARNING
    resource_types = (FUNCTION,)
    facts = ("mce-target-hostname-errors",)
    pages = (113,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each name in the code that the endpoint does not know."""
        script, code = script_of(resource)
        named = _TARGET.findall(code)
        endpoints = called_endpoints(resource) if named else []
        # A variable that is not known may name the endpoint that is meant.
        if len(endpoints) != 1 or not_known(resource):
            return
        known = _hostnames(endpoints[0])
        for name in named:
            if known is not None and name not in known:
                yield self.finding(
                    resource,
                    script,
                    f"{endpoints[0].logical_id} has no container {name!r} to call",
                    f"call one of {', '.join(sorted(known))}"
                    if known
                    else "remove TargetContainerHostname, or set InferenceExecutionConfig.Mode to "
                    "Direct",
                )


_TARGET: Final = re.compile(r"TargetContainerHostname[\"']?\s*[=:]\s*[\"']([^\"'{}$]+)[\"']")


def _hostnames(endpoint: Resource) -> set[str] | None:
    """Return the containers that can be called; None unless all of them are known."""
    direct = calls_containers(endpoint)
    if direct is None:
        return None
    found: set[str] = set()
    for model in models_of(endpoint) or () if direct else ():
        names = [each.get("ContainerHostname").text for each in containers(model)]
        if None in names or not is_fully_listed(model):
            return None
        found |= {name for name in names if name is not None}
    return found
