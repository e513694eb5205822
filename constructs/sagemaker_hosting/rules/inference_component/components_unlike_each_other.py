"""SMH0611."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT, differing
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentsUnlikeEachOther(Rule):
    """The models on one endpoint agree on role, VPC and network isolation.

    Studio refuses to deploy them together otherwise.
    """

    id = "SMH0611"
    title = "models that do not go together"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("ic-models-mutually-compatible",)
    pages = (30,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-studio.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting in which it differs from the first component."""
        endpoint, model = resource.related("Endpoint"), resource.related("Model")
        others = [] if endpoint is None else endpoint.all_related("InferenceComponent")
        first = others[0].related("Model") if others else None
        if model is None or first is None:
            return
        for setting in differing(model, first):
            yield self.finding(
                resource,
                "Specification/ModelName",
                f"{setting} of the model {model.logical_id} differs from that of the model "
                f"{first.logical_id} on the same endpoint",
                "give both the same value, or put them on endpoints of their own",
            )
