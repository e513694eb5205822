"""SMH1709."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._models import served
from sagemaker_hosting.rules._registry import packages_of
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LISTED: Final = "InferenceSpecification/SupportedRealtimeInferenceInstanceTypes"


class InstanceTypeNotListed(Rule):
    """A version lists the instance types that it was validated on."""

    id = "SMH1709"
    title = "variant on an instance type that the version does not list"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("reg-supported-lists",)
    pages = (1001,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_InferenceSpecification.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on another type."""
        for variant, model in served(resource):
            kind = variant.get("InstanceType")
            for _, package in packages_of(model):
                listed = package.get(_LISTED)
                types = [value.text for value in package.values(f"{_LISTED}/*")]
                if kind.text is None or None in types or listed.length != len(types) or not types:
                    continue
                if kind.text not in types:
                    yield self.finding(
                        resource,
                        kind,
                        f"{kind.text} is not among the types of {package.logical_id}",
                        f"take {' or '.join(filter(None, types))}, or add it to "
                        "SupportedRealtimeInferenceInstanceTypes",
                    )
