"""SMH1514."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import only
from sagemaker_hosting.rules._shadow import EXPERIMENT, INFRASTRUCTURE, source_and_shadow
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View

_Size = tuple[str | None, float | None]


class ShadowOnOtherInstances(Rule):
    """A shadow on other instances than production compares two things at once.

    Unless the instances are what is tested, both sides should have the same.
    """

    id = "SMH1514"
    title = "shadow on other instances"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::EndpointConfig", "AWS::SageMaker::InferenceExperiment")
    facts = ("shadow-same-instances",)
    pages = (367,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-best-practices.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a shadow of another type or count."""
        for left, right, at in _pairs(resource):
            if None not in (*left, *right) and left != right:
                yield self.finding(
                    resource,
                    at,
                    f"the shadow runs on {right[1]:g} x {right[0]}, production on {left[1]:g} x "
                    f"{left[0]}",
                    "give the shadow the instance type and count of production, unless they are "
                    "what is "
                    "tested",
                )


def _pairs(resource: Resource) -> Iterator[tuple[_Size, _Size, str]]:
    """Yield type and count of production and of its shadow, and the path to report."""
    if resource.type == EXPERIMENT:
        pair = source_and_shadow(resource)
        if pair is not None:
            paths = (f"{INFRASTRUCTURE}/InstanceType", f"{INFRASTRUCTURE}/InstanceCount")
            yield _size(pair[0], paths), _size(pair[1], paths), pair[1].path
        return
    production = only(resource, "ProductionVariants")
    shadow = only(resource, "ShadowProductionVariants")
    if production is not None and shadow is not None:
        paths = ("InstanceType", "InitialInstanceCount")
        yield _size(production, paths), _size(shadow, paths), shadow.path


def _size(variant: View, paths: tuple[str, str]) -> _Size:
    return variant.get(paths[0]).text, variant.get(paths[1]).number
