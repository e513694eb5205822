"""SMH0653."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_OF_THE_BASE: Final = ("Container/Image", "Container/Environment", "ModelName", "StartupParameters")


class AdapterBeyondItsArchive(Rule):
    """Image, environment, start and copies belong to the base; an adapter only adds its archive."""

    id = "SMH0653"
    title = "adapter with settings of its base"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::InferenceComponent",)
    facts = ("adapter-minimal-spec",)
    pages = (221, 222)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints-adapt.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each setting, and for each scalable target."""
        specification = resource.part("Specification")
        if not specification.get("BaseInferenceComponentName").is_given:
            return
        for name in _OF_THE_BASE:
            setting = specification.get(name)
            if setting.is_given:
                yield self.finding(
                    resource,
                    setting,
                    f"{name.replace('/', '.')} is given for an adapter",
                    "set it on the base component, if at all",
                )
        for target in resource.all_related("ScalableTarget"):
            yield self.finding(
                target,
                "ResourceId",
                f"{resource.logical_id} is an adapter and has no copies to scale",
                "scale the base component",
            )
