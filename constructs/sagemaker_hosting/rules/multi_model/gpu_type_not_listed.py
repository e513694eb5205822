"""SMH1906."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.facts.limits import MULTI_MODEL_GPU_TYPES
from sagemaker_hosting.rules._models import CONFIG, is_multi_model, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class GpuTypeNotListed(Rule):
    """The guide lists the GPU instances for many models: p2, p3, g4dn and g5 with one GPU.

    The list may have grown since.
    """

    id = "SMH1906"
    title = "instance type not listed for many models"
    severity = Severity.WARNING
    resource_types = (CONFIG,)
    facts = ("mme-gpu-instances",)
    pages = (74, 75)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-support.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on another type."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is None or kind.accelerator_count != 1 or not is_multi_model(model):
                continue
            if kind.name not in MULTI_MODEL_GPU_TYPES.value:
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    f"{kind.name} is not among the accelerated types that host many models",
                    f"choose {', '.join(MULTI_MODEL_GPU_TYPES.value[:3])}, ..., or test it first",
                )
