"""SMH0375."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class OneImageForTwoArchitectures(Rule):
    """Variants on Graviton and on other instances share a model only if its image is for both."""

    id = "SMH0375"
    title = "one model on two architectures"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("graviton-steps",)
    pages = (583, 585)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-graviton.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each model on both."""
        found: dict[str, dict[str, View]] = {}
        for variant, model in served(resource):
            kind = instance_type(variant.get("InstanceType").text or "")
            if kind is not None:
                found.setdefault(model.logical_id, {}).setdefault(kind.architecture, variant)
        for name, by_architecture in found.items():
            if len(by_architecture) > 1:
                yield self.finding(
                    resource,
                    by_architecture["arm64"].get("InstanceType"),
                    f"{name} is served on x86_64 and on arm64 instances",
                    "build its image for both architectures, or make a model for each",
                )
