"""SMH1613."""

from __future__ import annotations

import re
from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._explainer import CONFIG, INFERENCE
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TemplateWithoutFeatures(Rule):
    """The features of a record take the place of $features in the template."""

    id = "SMH1613"
    title = "template without $features"
    resource_types = (CONFIG,)
    facts = ("clarify-features-attribute",)
    pages = (197,)
    url = (
        "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_ClarifyInferenceConfig.html"
    )

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a template in which nothing is filled in."""
        value = resource.get(f"{INFERENCE}/ContentTemplate")
        if value.text is not None and not re.search(r"\$\{?features\b", value.text):
            yield self.finding(
                resource,
                value,
                f"ContentTemplate {value.text!r} has no place for the features",
                'write $features where they stand: {"features": $features}',
            )
