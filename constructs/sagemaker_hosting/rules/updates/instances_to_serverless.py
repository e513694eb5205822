"""SMH2003."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._changes import updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class InstancesToServerless(UpdateRule):
    """An endpoint on instances cannot become serverless; the update is refused."""

    id = "SMH2003"
    title = "endpoint on instances made serverless"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("serverless-not-from-realtime", "sls-no-convert-from-realtime")
    pages = (227, 243)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/serverless-endpoints.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that is to become serverless."""
        old, config = before.related("EndpointConfig"), after.related("EndpointConfig")
        if old is None or config is None or not updated_in_place(before, after):
            return
        if not any(value.is_given for value in old.values("ProductionVariants/*/InstanceType")):
            return
        for value in config.values("ProductionVariants/*/ServerlessConfig"):
            if value.is_given:
                yield self.finding(
                    config,
                    value,
                    "the endpoint runs on instances and cannot become serverless",
                    "declare a second endpoint with a name of its own, move the callers, then "
                    "remove the first",
                )
