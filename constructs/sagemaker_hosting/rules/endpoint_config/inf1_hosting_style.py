"""SMH0378."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import family_of
from sagemaker_hosting.rules._models import (
    is_multi_container,
    is_multi_model,
    model_of,
    variants_of,
)
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class Inf1HostingStyle(Rule):
    """Inf1 is listed for real-time endpoints that serve one model in one container."""

    id = "SMH0378"
    title = "hosting style that Inf1 does not list"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::EndpointConfig",)
    facts = ("fm-inf1",)
    pages = (605, 607)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/model-deploy-feature-matrix.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant in another style."""
        asynchronous = resource.get("AsyncInferenceConfig").is_given
        for variant in variants_of(resource):
            kind = variant.get("InstanceType")
            if family_of(kind.text or "") != "inf1":
                continue
            model = model_of(resource, variant)
            several = model is not None and (is_multi_model(model) or is_multi_container(model))
            if asynchronous or several:
                what = "an asynchronous endpoint" if asynchronous else "a model of several"
                yield self.finding(
                    resource,
                    kind,
                    f"{what} on {kind.text} is not listed as supported",
                    "use ml.inf2, or serve one model in one container in real time",
                )
