"""SMH0351."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.images import serves_large_models
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LargeModelStart(Rule):
    """A large language model takes minutes to load, and the container is pinged from the start.

    "The primary container for production variant AllTraffic did not pass the ping health check"
    means, most of all, that it had too little time.
    """

    id = "SMH0351"
    title = "large model without a start-up time-out"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("lmi-health-timeout",)
    pages = (311, 312)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/large-model-inference-hosting.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that leaves the time to SageMaker."""
        for variant, model in served(resource):
            timeout = variant.get("ContainerStartupHealthCheckTimeoutInSeconds")
            if not timeout.is_absent:
                continue
            for container in containers(model):
                image = image_of(container)
                if image is not None and serves_large_models(image):
                    yield self.finding(
                        resource,
                        variant.path,
                        f"the variant serves a large model ({image.repository}) and has no "
                        "ContainerStartupHealthCheckTimeoutInSeconds",
                        "set ContainerStartupHealthCheckTimeoutInSeconds "
                        "(container_startup_health_check_timeout=) to what loading takes, "
                        "60 to 3600",
                    )
