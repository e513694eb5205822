"""SMH0479."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import WAITER_SECONDS
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._rollout import BLUE_GREEN, ROLLING
from sagemaker_hosting.rules._texts import outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SCRIPTS: Final = ("Code/ZipFile", "Source/BuildSpec")
_WAITER: Final = re.compile(r"endpoint[_-]in[_-]service")
_CONFIGURED: Final = re.compile(r"WaiterConfig|MaxAttempts|AWS_MAX_ATTEMPTS")


class WaiterGivesUpEarly(Rule):
    """The waiter of boto3 and of the AWS CLI asks for an hour: 120 times, 30 seconds apart.

    An update may take up to eight hours. The script then fails while the update goes on.
    """

    id = "SMH0479"
    title = "script that waits shorter than the update may take"
    severity = Severity.WARNING
    resource_types = ("AWS::CodeBuild::Project", "AWS::Lambda::Function")
    facts = ("cfn-endpoint-update-timeouts",)
    url = "https://docs.aws.amazon.com/cli/latest/reference/sagemaker/wait/endpoint-in-service.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each endpoint that may take longer."""
        if resource.template is None:
            return
        for path in _SCRIPTS:
            script = resource.get(path)
            text = outline(script.raw) or ""
            if not _WAITER.search(text) or _CONFIGURED.search(text):
                continue
            for endpoint in resource.template.of_type(ENDPOINT):
                longest = max(_longest(endpoint, policy) for policy in (BLUE_GREEN, ROLLING))
                if longest > WAITER_SECONDS.value:
                    yield self.finding(
                        resource,
                        script,
                        f"the script waits {WAITER_SECONDS.value} s at most for endpoints, and "
                        "an update "
                        f"of {endpoint.logical_id} may take {longest:g} s",
                        "raise the attempts of the waiter (WaiterConfig MaxAttempts), or react "
                        "to the "
                        "event SageMaker Endpoint Deployment State Change",
                    )


def _longest(endpoint: Resource, policy: str) -> float:
    """Return how long an update may take; 0 when that is not known."""
    return endpoint.get(f"{policy}/MaximumExecutionTimeoutInSeconds").number or 0
