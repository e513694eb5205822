"""SMH0316."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class SsmAccess(Rule):
    """SSM access is for debugging.

    It delays patches and the replacement of broken instances by a day.
    """

    id = "SMH0316"
    title = "shell access to the containers"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("ssm-not-production", "ssm-delays-patching", "ssm-allowlist")
    pages = (367, 368)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/ssm-access.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant with shell access."""
        for path in ("ProductionVariants/*", "ShadowProductionVariants/*"):
            for access in resource.values(f"{path}/EnableSSMAccess"):
                if access.boolean:
                    yield self.finding(
                        resource,
                        access,
                        "SSM access is enabled: broken instances are replaced and patched a day "
                        "late",
                        "remove EnableSSMAccess outside of debugging; the account must be "
                        "allow-listed for it",
                    )
