"""SMH0283."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class JvmInContainer(Rule):
    """Java 8 to 11 may count a single CPU inside the container, whatever the instance has.

    The SparkML server runs on Java.
    """

    id = "SMH0283"
    title = "single CPU for Java"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("ts-jvm-cpu",)
    pages = (586, 587)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-model-troubleshoot.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each Java server without the option."""
        for container in containers(resource):
            image = image_of(container)
            options = container.get("Environment/JAVA_TOOL_OPTIONS")
            if image is None or not image.repository.startswith("sagemaker-sparkml-serving"):
                continue
            if options.is_absent or (
                options.text is not None and "UseContainerSupport" not in options.text
            ):
                yield self.finding(
                    resource,
                    options,
                    "the Java of the SparkML server may use one CPU only",
                    "set JAVA_TOOL_OPTIONS to -XX:-UseContainerSupport",
                )
