"""SMH1503."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._shadow import shadowed_config
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ShadowWithAsync(Rule):
    """Asynchronous endpoints take no shadow: the API refuses the request."""

    id = "SMH1503"
    title = "shadow on an asynchronous endpoint"
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-excl-async",)
    pages = (352, 354)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-exclusions.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an asynchronous configuration."""
        found = shadowed_config(resource)
        if found is None:
            return
        config, at = found
        asynchronous = config.get("AsyncInferenceConfig")
        if asynchronous.is_given:
            yield self.finding(
                resource,
                at or asynchronous,
                "a shadow is declared on an asynchronous endpoint",
                "remove AsyncInferenceConfig, or test the candidate on an endpoint of its own",
            )
