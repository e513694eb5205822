"""SMH2004."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ServerlessToInstances(UpdateRule):
    """A serverless endpoint can move to instances, and not back.

    If the deployment fails later, CloudFormation's rollback fails as well.
    """

    id = "SMH2004"
    title = "serverless endpoint moved to instances"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("sls-convert-to-realtime-oneway", "serverless-not-from-realtime")
    pages = (227, 243)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a fleet that cannot be rolled back."""
        old, config = before.related("EndpointConfig"), after.related("EndpointConfig")
        if old is None or config is None or not updated_in_place(before, after):
            return
        if not any(value.is_given for value in old.values("ProductionVariants/*/ServerlessConfig")):
            return
        for value in config.values("ProductionVariants/*/InstanceType"):
            if value.is_given:
                yield self.finding(
                    config,
                    value,
                    "the endpoint moves from serverless to instances and cannot be rolled back",
                    "deploy this change alone, or declare a second endpoint and move the callers",
                )
