"""SMH0235."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.images import Owner
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ScriptNotNamed(Rule):
    """The scikit-learn container imports the script that SAGEMAKER_PROGRAM names.

    Without the name there is nothing to import: the container ends, and "did not pass the ping
    health check" is all that the endpoint says. Other images look for inference.py by themselves.
    """

    id = "SMH0235"
    title = "scikit-learn container without its script"
    severity = Severity.WARNING
    resource_types = (MODEL,)
    facts = ("ts-ping-failure", "create-model-fields")
    pages = (40, 41)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pre-built-docker-containers-scikit-learn-spark.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such container whose script is not named."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.owner is not Owner.FRAMEWORK:
                continue
            program = container.get("Environment/SAGEMAKER_PROGRAM")
            if image.repository == "sagemaker-scikit-learn" and program.is_absent:
                yield self.finding(
                    resource,
                    program,
                    "the scikit-learn container is not told which script to run",
                    "set SAGEMAKER_PROGRAM to inference.py (or its name) and "
                    "SAGEMAKER_SUBMIT_DIRECTORY to /opt/ml/model/code",
                )
