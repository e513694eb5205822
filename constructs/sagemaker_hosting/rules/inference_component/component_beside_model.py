"""SMH0608."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules._models import PRODUCTION
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentBesideModel(Rule):
    """A variant serves the model it names, or inference components, not both.

    "Inference Components are not supported in this Endpoint."
    """

    id = "SMH0608"
    title = "component on a variant with a model"
    resource_types = (COMPONENT,)
    facts = (
        "ic-independent-lifecycle",
        "ic-cli-example-modelname-conflict",
        "adapter-needs-ic-endpoint",
    )
    pages = (23, 40, 45, 46, 220)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a component whose variant serves a model."""
        config = resource.related("EndpointConfig")
        if config is None:
            return
        name = resource.get("VariantName").text
        fleet = list(config.parts(PRODUCTION))
        if len(fleet) != config.get("ProductionVariants").length:
            return
        named = [each for each in fleet if each.get("VariantName").text == name]
        possible = named if name is not None and named else fleet
        if possible and all(variant.get("ModelName").is_given for variant in possible):
            yield self.finding(
                resource,
                "EndpointName",
                f"the variant of the endpoint configuration {config.logical_id} names a model of "
                "its own",
                f"remove ModelName from the variant, and set ExecutionRoleArn of "
                f"{config.logical_id}",
            )
