"""SMH2201."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._callers import BUILD, FUNCTION, script_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CliCannotStream(Rule):
    """The AWS CLI calls endpoints, at once or asynchronously, and has no command that streams."""

    id = "SMH2201"
    title = "command that the AWS CLI does not have"
    resource_types = (BUILD, FUNCTION)
    facts = ("cli-no-streaming",)
    pages = (55,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-test-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a script that streams with the AWS CLI."""
        script, code = script_of(resource)
        found = _COMMAND.search(code)
        if found is not None:
            yield self.finding(
                resource,
                script,
                f"the AWS CLI has no command {found.group(1)}",
                "call invoke_endpoint_with_response_stream of an SDK, or invoke-endpoint",
            )


_COMMAND: Final = re.compile(
    r"aws\s[^\n]*sagemaker-runtime\s+(invoke-endpoint-with-(?:response|bidirectional)-stream)"
)
