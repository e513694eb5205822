"""SMH0374."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import images_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ImageAccelerator(Rule):
    """Inferentia and Trainium take images with the Neuron SDK.

    Those images start nowhere else, and others leave the devices unused.
    """

    id = "SMH0374"
    title = "image for another accelerator"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("torchserve-in-dlc", "ts-dlc-table")
    pages = (315, 372, 373)
    url = "https://github.com/aws/deep-learning-containers/blob/master/available_images.md"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each misfit."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            for image in images_of(model) if kind is not None else ():
                if kind is None:
                    continue
                neuron = kind.accelerator in ("inferentia", "trainium")
                if image.is_neuron and not neuron:
                    what = f"{image.repository} needs Neuron devices, and {kind.name} has none"
                elif neuron and image.has_editions:
                    what = f"{image.repository} does not use the {kind.accelerator} of {kind.name}"
                else:
                    continue
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    what,
                    "use the neuronx image on ml.inf2 and ml.trn1, and the plain one elsewhere",
                )
