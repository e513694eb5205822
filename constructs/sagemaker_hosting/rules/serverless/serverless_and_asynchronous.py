"""SMH1307."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._kinds import serverless_variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ServerlessAndAsynchronous(Rule):
    """Asynchronous inference reads its queue from instances; serverless has none."""

    id = "SMH1307"
    title = "serverless and asynchronous"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("sls-no-async",)
    pages = (180, 223, 263)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/async-inference.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each serverless variant of an asynchronous endpoint."""
        if not resource.get("AsyncInferenceConfig").is_given:
            return
        for variant in serverless_variants(resource):
            yield self.finding(
                resource,
                variant.get("ServerlessConfig"),
                "the variant is serverless and the configuration has an AsyncInferenceConfig",
                "give the variant InstanceType and InitialInstanceCount, or remove "
                "AsyncInferenceConfig",
            )
