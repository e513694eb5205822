"""SMH0376."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.gpu_drivers import driver_of_family, driver_of_machine_image
from sagemaker_hosting.facts.images import Owner
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import images_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class CudaNewerThanDriver(Rule):
    """A container with a newer major version of CUDA than the driver fails to start.

    It then takes the CUDA compatibility package in the image, or a machine image with a newer
    driver. AWS's own images bring the package.
    """

    id = "SMH0376"
    title = "CUDA of a later generation than the driver"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("gpu-driver-matrix-realtime", "gpu-container-newer", "ts-cannot-start-container")
    pages = (591, 593)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/inference-gpu-drivers.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each image that is ahead of its driver."""
        for variant, model in served(resource):
            kind, chosen = variant.get("InstanceType").text, variant.get("InferenceAmiVersion")
            if chosen.is_absent:
                driver = driver_of_family(kind or "")
            else:
                driver = driver_of_machine_image(chosen.text or "")
            for image in images_of(model):
                cuda = None if image.owner is Owner.DEEP_LEARNING else image.cuda
                if cuda is None or driver is None or cuda[0] <= driver.cuda[0]:
                    continue
                yield self.finding(
                    resource,
                    variant.get("InstanceType") if chosen.is_absent else chosen,
                    f"{image.repository} is built for CUDA {cuda[0]}.{cuda[1]} and the driver "
                    f"{driver.version} brings CUDA {driver.cuda[0]}.{driver.cuda[1]}",
                    "choose an InferenceAmiVersion with a newer driver, or put the CUDA "
                    "compatibility "
                    "package into the image",
                )
