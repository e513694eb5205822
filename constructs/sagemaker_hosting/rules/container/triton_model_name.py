"""SMH0274."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._servers import is_triton
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_NAME: Final = "SAGEMAKER_TRITON_DEFAULT_MODEL_NAME"


class TritonModelName(Rule):
    """In single-model mode Triton loads the model that SAGEMAKER_TRITON_DEFAULT_MODEL_NAME names.

    Without it the container starts only where its repository holds a single model, and an
    ensemble never is one.
    """

    id = "SMH0274"
    title = "no model for Triton to load"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Model",)
    facts = ("triton-default-model-name",)
    pages = (385, 386, 390)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-frameworks-triton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each server without a model."""
        for container in containers(resource):
            image, mode = image_of(container), container.get("Mode")
            environment = container.get("Environment")
            if image is None or not is_triton(image):
                continue
            if not (mode.is_absent or mode.text == "SingleModel"):
                continue
            if environment.is_absent or container.get(f"Environment/{_NAME}").is_absent:
                yield self.finding(
                    resource,
                    container.get("Environment"),
                    f"Triton is not told which model to load: {_NAME} is not set",
                    f"set {_NAME} to the name in config.pbtxt, for an ensemble to that of the "
                    "ensemble",
                )
