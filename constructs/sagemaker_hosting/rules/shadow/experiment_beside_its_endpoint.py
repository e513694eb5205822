"""SMH1521."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ExperimentBesideItsEndpoint(Rule):
    """A running shadow test changes the endpoint behind the stack's back.

    A promotion does for good. An update of the endpoint in the meantime fails or ends the test.
    """

    id = "SMH1521"
    title = "shadow test in the stack of its endpoint"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-experiment-drift",)
    pages = (353, 366)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a test beside its endpoint."""
        endpoint = resource.related("Endpoint")
        if endpoint is not None:
            yield self.finding(
                resource,
                "EndpointName",
                f"the endpoint {endpoint.logical_id} is of this stack, which must not update it "
                "while "
                "the test runs",
                "leave the endpoint alone until the test is over, then write its outcome into the "
                "template; or declare a static shadow with ShadowProductionVariants",
            )
