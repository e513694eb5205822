"""SMH0386."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.neo import framework_of
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._texts import image_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NeoImageProcessor(Rule):
    """The tag of a Neo image says for which processor it was built."""

    id = "SMH0386"
    title = "image of Neo for another processor"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("neo-image-names-classic",)
    pages = (527, 528, 529)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/neo-deployment-hosting-services-container-images.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on the other kind of processor."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            for container in containers(model):
                image = image_of(container)
                if kind is None or image is None or framework_of(image) is None:
                    continue
                built = "gpu" if "-gpu-" in (image.tag or "") else "cpu"
                has = "gpu" if kind.has_gpu else "cpu"
                if f"-{built}-" in (image.tag or "") and built != has:
                    yield self.finding(
                        resource,
                        variant.get("InstanceType"),
                        f"{image.repository}:{image.tag} runs on {kind.name}",
                        f"take the {has} image, or an instance type for {built}",
                    )
