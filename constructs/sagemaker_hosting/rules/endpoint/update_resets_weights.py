"""SMH0451."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class UpdateResetsWeights(Rule):
    """Traffic is shifted between variants while the endpoint runs, without a new configuration.

    The next update sets the weights back to what the configuration says, unless they are retained.
    """

    id = "SMH0451"
    title = "update that resets the weights"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("variant-weights-live-update",)
    pages = (188, 189, 190)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpoint.html"
    needs = "complete"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for several variants whose weights are not retained."""
        retained = resource.get("RetainAllVariantProperties")
        count = len(variants(resource))
        if count > 1 and (retained.is_absent or retained.boolean is False):
            yield self.finding(
                resource,
                retained,
                f"an update sets the weights of {count} variants back to their initial ones",
                "set RetainAllVariantProperties to true if weights are changed while the endpoint "
                "runs",
            )
