"""SMH1905."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import CONFIG, is_multi_model, served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ManyModelsOnManyGpus(Rule):
    """A multi-model endpoint on GPUs runs on instances with a single GPU."""

    id = "SMH1905"
    title = "many models on an instance with several GPUs"
    resource_types = (CONFIG,)
    facts = ("mme-single-gpu-only",)
    pages = (76,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoint-instance.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant with several GPUs."""
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is None or not kind.has_gpu or not is_multi_model(model):
                continue
            if (kind.accelerator_count or 0) > 1:
                yield self.finding(
                    resource,
                    variant.get("InstanceType"),
                    f"{kind.name} has {kind.accelerator_count} GPUs, and many models are hosted on "
                    "instances with one",
                    "choose a type with one GPU, such as ml.g5.16xlarge",
                )
