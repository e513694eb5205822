"""SMH0309."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import variants_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ManagedScalingWithModel(Rule):
    """Managed instance scaling makes room for inference components.

    A variant with a model has none: "ManagedInstanceScaling is only supported for inference
    component endpoints."
    """

    id = "SMH0309"
    title = "managed instance scaling on a variant with a model"
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("managed-instance-scaling-shape", "ic-config-shape")
    pages = (39, 40)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ProductionVariantManagedInstanceScaling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such variant."""
        for variant in variants_of(resource):
            scaling = variant.get("ManagedInstanceScaling")
            if scaling.is_given and variant.get("ModelName").is_given:
                yield self.finding(
                    resource,
                    scaling,
                    "ManagedInstanceScaling is given for a variant that names a model",
                    "scale it with Application Auto Scaling (scaling=), or deploy the model as "
                    "an inference component",
                )
