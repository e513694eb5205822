"""SMH1517."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentOnSeveralVariants(Rule):
    """A shadow test compares one production variant with one shadow.

    On an endpoint with more production variants all but the one under test have to go first.
    """

    id = "SMH1517"
    title = "shadow test on an endpoint of several variants"
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-existing-endpoint-one-prod",)
    pages = (355,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-create.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an endpoint with more variants."""
        config = resource.related("EndpointConfig")
        count = None if config is None else config.get("ProductionVariants").length
        if count is not None and count > 1:
            yield self.finding(
                resource,
                "EndpointName",
                f"the endpoint has {count} production variants; a shadow test takes one",
                "remove the other production variants first, or test on another endpoint",
            )
