"""SMH2005."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class EndpointRenamed(UpdateRule):
    """An endpoint of another name is another endpoint, made before the old one is deleted.

    Nothing is shifted, baked or rolled back, and whoever calls the old name fails.
    """

    id = "SMH2005"
    title = "endpoint renamed"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("cfn-createonly-replacement",)
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a name that is no longer the same."""
        old, new = before.get("EndpointName"), after.get("EndpointName")
        if differs(old, new, before, after):
            yield self.finding(
                after,
                new,
                f"the endpoint {old.text or ''} is replaced by one of another name".replace(
                    "  ", " "
                ),
                "keep EndpointName (endpoint_name=); to move callers in your own time, declare a "
                "second endpoint",
            )
