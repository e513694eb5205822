"""SMH0302."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LiteralConfigName(Rule):
    """An endpoint configuration is never edited: a change makes a new one before the old one goes.

    With a fixed name the new one cannot be made, and the endpoint stays on the old configuration.
    """

    id = "SMH0302"
    title = "fixed endpoint configuration name"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = (
        "naming-config-immutable",
        "cfn-createonly-replacement",
        "bp-endpoint-config-immutable",
        "sec-keep-config",
        "mce-update-flow",
    )
    pages = (
        112,
        242,
        579,
        596,
    )
    url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-sagemaker-endpointconfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a literal name."""
        name = resource.get("EndpointConfigName")
        if name.text is not None:
            yield self.finding(
                resource,
                name,
                f"the configuration is named {name.text!r}; the next change to it fails: already "
                "existing",
                "leave EndpointConfigName out, and let CloudFormation choose a name each time",
            )
