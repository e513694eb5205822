"""SMH1601."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_KINDS: Final = {"AsyncInferenceConfig": "an asynchronous", "ServerlessConfig": "a serverless"}


class ExplainerWithoutInstances(Rule):
    """Online explanations are a feature of real-time endpoints on instances."""

    id = "SMH1601"
    title = "explanations without instances"
    resource_types = (CONFIG,)
    facts = ("clarify-realtime-only",)
    pages = (194, 195, 200)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/clarify-online-explainability.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for an explainer on another kind of endpoint."""
        if not resource.get("ExplainerConfig").is_given:
            return
        others = [resource.get("AsyncInferenceConfig")]
        others += resource.values("ProductionVariants/*/ServerlessConfig")
        for value in others:
            if value.is_given and value.path.rpartition("/")[2] in _KINDS:
                yield self.finding(
                    resource,
                    "ExplainerConfig",
                    f"ExplainerConfig is given on {_KINDS[value.path.rpartition('/')[2]]} endpoint",
                    "remove ExplainerConfig, or run the variants on instances in real time",
                )
                return
