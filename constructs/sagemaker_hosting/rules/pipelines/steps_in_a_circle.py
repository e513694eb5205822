"""SMH2109."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, needs, reached, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class StepsInACircle(Rule):
    """Steps that wait for one another never start; the service refuses them."""

    id = "SMH2109"
    title = "steps that wait for each other"
    resource_types = (PIPELINE,)
    facts = ("pl-depends-on", "pl-definition-version")
    pages = (687, 688, 705)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for the first step of each circle."""
        found = {step.name: step for step in steps(resource) if step.name}
        after = {name: set(needs(step)) & found.keys() for name, step in found.items()}
        done: set[str] = set()
        for name, step in found.items():
            circle = reached(name, after)
            if name in circle and not circle & done:
                done |= circle
                yield self.finding(
                    resource,
                    step.view,
                    f"the step {name} waits for itself, through {' and '.join(sorted(circle))}",
                    "remove one of the dependencies",
                )
