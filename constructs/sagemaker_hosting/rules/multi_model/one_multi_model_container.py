"""SMH1901."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class OneMultiModelContainer(Rule):
    """A pipeline has one container for many models at most."""

    id = "SMH1901"
    title = "several containers for many models"
    resource_types = (MODEL,)
    facts = ("mme-one-per-pipeline", "mme-compatible-features")
    pages = (71, 81, 82, 85)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/multi-model-endpoints.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each such container behind the first one."""
        modes = [each.get("Mode") for each in resource.parts("Containers/*")]
        many = [mode for mode in modes if mode.text == "MultiModel"]
        for mode in many[1:]:
            yield self.finding(
                resource,
                mode,
                f"{len(many)} containers of the pipeline host many models",
                "set Mode to SingleModel for all but one, or make endpoints of their own",
            )
