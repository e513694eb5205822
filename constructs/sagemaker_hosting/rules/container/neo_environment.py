"""SMH0288."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.neo import framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._texts import image_of, outline
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SCRIPTED: Final = ("MXNET", "PYTORCH", "TENSORFLOW")
_NEEDED: Final = (
    "SAGEMAKER_CONTAINER_LOG_LEVEL",
    "SAGEMAKER_PROGRAM",
    "SAGEMAKER_REGION",
    "SAGEMAKER_SUBMIT_DIRECTORY",
)


class NeoEnvironment(Rule):
    """A Neo image finds the script by SAGEMAKER_SUBMIT_DIRECTORY.

    For a model that SageMaker trained that is the archive of the script in S3; for any other it is
    a folder, and three more variables are needed.
    """

    id = "SMH0288"
    title = "image of Neo without its variables"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("neo-env-not-trained-on-sagemaker", "neo-env-trained-on-sagemaker")
    pages = (513, 514, 515, 518, 519, 570)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-boto3.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each container that lacks variables."""
        for container in containers(resource):
            image = image_of(container)
            if image is None or image.account is None or "-inf-" in (image.tag or ""):
                continue
            directory = container.get("Environment/SAGEMAKER_SUBMIT_DIRECTORY")
            if framework_of(image) not in _SCRIPTED or (outline(directory.raw) or "").startswith(
                "s3://"
            ):
                continue
            if not directory.is_absent and directory.text is None:
                continue
            missing = [n for n in _NEEDED if container.get(f"Environment/{n}").is_absent]
            if missing:
                yield self.finding(
                    resource,
                    container,
                    f"the image {image.repository} lacks {', '.join(missing)}",
                    "set SAGEMAKER_SUBMIT_DIRECTORY to the script's archive in S3, or to "
                    "/opt/ml/model/code with SAGEMAKER_PROGRAM, SAGEMAKER_CONTAINER_LOG_LEVEL and "
                    "SAGEMAKER_REGION",
                )
