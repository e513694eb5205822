"""SMH0289."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.neo import MMS_RESPONSE_TIMEOUT, framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeoResponseTimeout(Rule):
    """The server of MXNet and PyTorch images gives up too early for the first answer of Neo."""

    id = "SMH0289"
    title = "short time-out of a Neo image"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-mms-timeout-500",)
    pages = (491, 508, 513, 519, 570)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-boto3.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each time-out that is too short, or missing."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.account is None or "-inf-" in (image.tag or ""):
                continue
            value = container.get("Environment/MMS_DEFAULT_RESPONSE_TIMEOUT")
            short = value.is_absent or (
                value.number is not None and value.number < MMS_RESPONSE_TIMEOUT
            )
            if short and framework_of(image) in ("MXNET", "PYTORCH"):
                given = "missing" if value.is_absent else f"{value.number:g} seconds"
                yield self.finding(
                    resource,
                    value,
                    f"MMS_DEFAULT_RESPONSE_TIMEOUT is {given}",
                    f"set it to {MMS_RESPONSE_TIMEOUT} or more",
                )
