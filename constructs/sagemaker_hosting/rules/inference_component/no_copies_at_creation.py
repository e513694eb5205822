"""SMH0604."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._components import COMPONENT
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class NoCopiesAtCreation(Rule):
    """A component is created with one copy at least; Application Auto Scaling takes it to none.

    "Inference components copy count an integer larger than 0."
    """

    id = "SMH0604"
    title = "component created with no copies"
    resource_types = (COMPONENT,)
    facts = ("ic-create-fields", "ic-copy-zero")
    pages = (24, 43, 48)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-zero-instances.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a copy count of zero."""
        count = resource.get("RuntimeConfig/CopyCount")
        if count.number is not None and count.number < 1:
            yield self.finding(
                resource,
                count,
                f"the copy count is {count.number:g}; a component starts with 1 copy or more",
                "set CopyCount to 1, and MinCapacity of its scalable target to 0",
            )
