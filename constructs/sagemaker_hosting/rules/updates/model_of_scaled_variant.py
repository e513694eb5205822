"""SMH2010."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import differs, kept_variants, scaled_names, updated_in_place
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class ModelOfScaledVariant(UpdateRule):
    """A scaled variant may get another model; its target value was measured with the old one."""

    id = "SMH2010"
    title = "model of a scaled variant changed"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("update-model-change-ok",)
    pages = (178,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for each scaled variant with another model."""
        config = after.related("EndpointConfig")
        if config is None or not updated_in_place(before, after):
            return
        scaled = scaled_names(before) & scaled_names(after)
        for name, old, new in kept_variants(before, after):
            model = new.get("ModelName")
            if name in scaled and differs(old.get("ModelName"), model, before, after):
                yield self.finding(
                    config,
                    model,
                    f"{name}, which is scaled, gets another model",
                    "see that the target value of its scaling still fits (a load test)",
                )
