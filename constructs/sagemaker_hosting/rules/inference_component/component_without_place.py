"""SMH0602."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._components import COMPONENT, may_be_adapter
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class ComponentWithoutPlace(Rule):
    """A component that is no adapter says on which variant it runs and with how many copies."""

    id = "SMH0602"
    title = "component without a variant or copies"
    severity = Severity.WARNING
    resource_types = (COMPONENT,)
    facts = ("ic-create-fields",)
    pages = (43, 48)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateInferenceComponent.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each of the two that is missing."""
        if may_be_adapter(resource):
            return
        for name, fix in _NEEDED.items():
            if resource.get(name).is_absent:
                yield self.finding(resource, name, f"the component has no {name}", fix)


_NEEDED: Final = {
    "VariantName": "set VariantName to a variant of the endpoint configuration",
    "RuntimeConfig": "set RuntimeConfig.CopyCount to 1 or more",
}
