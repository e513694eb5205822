"""SMH0609."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules._models import is_multi_container, is_multi_model
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentOfManyModels(Rule):
    """A component hosts one model; several models are several components."""

    id = "SMH0609"
    title = "component of several models"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("ic-one-model-each",)
    pages = (23, 37, 45)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-deploy-models.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a Model with several containers or many models."""
        model = resource.related("Model")
        if model is None:
            return
        what = (
            f"{model.get('Containers').length} containers"
            if is_multi_container(model)
            else "a container for many models"
            if is_multi_model(model)
            else ""
        )
        if what:
            yield self.finding(
                resource,
                "Specification/ModelName",
                f"the model {model.logical_id} has {what}, and a component hosts one model",
                "make one component for each model",
            )
