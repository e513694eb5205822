"""SMH1202."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TritonMetricsArePaid(Rule):
    """Metrics that Triton publishes are custom metrics: CloudWatch charges for each of them.

    They are off unless the container is told to publish.
    """

    id = "SMH1202"
    title = "metrics of Triton that are paid for"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-metrics-cost",)
    pages = (393,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that publishes."""
        for container in containers(resource):
            publish = container.get("Environment/SAGEMAKER_TRITON_PUBLISH_METRICS_TO_CLOUDWATCH")
            if publish.boolean:
                yield self.finding(
                    resource,
                    publish,
                    "the metrics that Triton publishes are charged as custom metrics",
                    "remove the variable where nobody looks at them",
                )
