"""SMH0379."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import calls_containers_directly, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class DirectContainersOnGpu(Rule):
    """GPUs are listed for single models, multi-model endpoints and pipelines.

    For containers that are called directly they are not.
    """

    id = "SMH0379"
    title = "containers called directly on a GPU"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-gpu",)
    pages = (602, 605)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on GPUs."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is not None and kind.has_gpu and calls_containers_directly(model):
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    f"{model.logical_id} calls its containers directly, and {kind.name} is a GPU "
                    "instance",
                    "test it before you rely on it, or give each container an endpoint of its own",
                )
