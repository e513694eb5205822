"""SMH0601."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._alarms import variant_names
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentOfNoVariant(Rule):
    """A component runs on a variant of its endpoint, which it names."""

    id = "SMH0601"
    title = "component of a variant that does not exist"
    resource_types = (COMPONENT,)
    facts = ("ic-create-fields",)
    pages = (43, 48)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a variant that is not there."""
        config = resource.related("EndpointConfig")
        name = resource.get("VariantName")
        names = None if config is None else variant_names(config)
        if name.text is not None and names is not None and name.text not in names:
            yield self.finding(
                resource,
                name,
                f"the endpoint has no variant {name.text!r}",
                f"name one of {', '.join(sorted(names))}",
            )
