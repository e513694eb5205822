"""SMH0416."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_PROPERTIES: Final = ("DesiredInstanceCount", "DesiredWeight", "DataCaptureConfig")


class VariantPropertyType(Rule):
    """The properties that can be excluded are three; the CloudFormation schema takes any text."""

    id = "SMH0416"
    title = "unknown variant property"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("retain-all-variant-properties", "cfn-lint-gap")
    pages = (178,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_VariantProperty.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each unknown property."""
        for kind in resource.values("ExcludeRetainedVariantProperties/*/VariantPropertyType"):
            if kind.text is not None and kind.text not in _PROPERTIES:
                yield self.finding(
                    resource,
                    kind,
                    f"{kind.text!r} is not a variant property",
                    f"choose among {', '.join(_PROPERTIES)}",
                )
