"""SMH0221."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.limits import PIPELINE_PAYLOAD_BYTES
from sagemaker_hosting.rules._environment import settings
from sagemaker_hosting.rules._models import is_pipeline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PipelinePayload(Rule):
    """Between two containers of a pipeline 5 MB go at most, whatever the next one would take."""

    id = "SMH0221"
    title = "pipeline container set up for larger payloads than it gets"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("pipeline-5mb",)
    pages = (144,)
    url = PIPELINE_PAYLOAD_BYTES.source

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting above the limit, from the second container on."""
        if not is_pipeline(resource):
            return
        for container in list(resource.parts("Containers/*"))[1:]:
            for name, value, number in settings(container, "request bytes"):
                if number > PIPELINE_PAYLOAD_BYTES.value:
                    yield self.finding(
                        resource,
                        value,
                        f"{name} allows {number:g} bytes; the container before hands on at most "
                        f"{PIPELINE_PAYLOAD_BYTES.value}",
                        f"set {name} to {PIPELINE_PAYLOAD_BYTES.value} or less, and hand larger "
                        "data on through S3",
                    )
