"""SMH0233."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._containers import containers
from sagemaker_hosting.rules._models import MODEL
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class TokenLimitsCrossed(Rule):
    """The total covers the prompt and the answer, so it has to be larger than the prompt alone.

    The container for text generation stops at the start otherwise, and the endpoint never passes
    its health check.
    """

    id = "SMH0233"
    title = "longest prompt leaves no room for an answer"
    resource_types = (MODEL,)
    facts = ("jumpstart-benchmark-configs",)
    pages = (31, 32)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deploy-models-studio.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each prompt that is as long as the total, or longer."""
        for container in containers(resource):
            total = container.get("Environment/MAX_TOTAL_TOKENS").number
            for name in ("MAX_INPUT_LENGTH", "MAX_INPUT_TOKENS"):
                prompt = container.get(f"Environment/{name}")
                if prompt.number is not None and total is not None and prompt.number >= total:
                    yield self.finding(
                        resource,
                        prompt,
                        f"{name} is {prompt.number:g} and MAX_TOTAL_TOKENS is {total:g}",
                        f"set MAX_TOTAL_TOKENS above {prompt.number:g}",
                    )
