"""SMH0423."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._rollout import ROLLING, ROUTING, fleet_sizes
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class PartialShiftOfOneInstance(Rule):
    """A fleet of one instance has no half: how SageMaker rounds the share is not documented.

    The canary is then probably the whole fleet, which is what a canary is to avoid.
    """

    id = "SMH0423"
    title = "partial shift of a single instance"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("capacity-single-instance-fleet", "rollout-size-change-undocumented")
    pages = (336, 340, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant of one instance."""
        for path in (
            f"{ROUTING}/CanarySize",
            f"{ROUTING}/LinearStepSize",
            f"{ROLLING}/MaximumBatchSize",
        ):
            size = resource.part(path)
            if size.get("Type").text != "CAPACITY_PERCENT":
                continue
            for variant, fleet in fleet_sizes(resource):
                if fleet == 1:
                    yield self.finding(
                        resource,
                        size,
                        f"{path.rpartition('/')[2]} is a share of one instance (variant "
                        f"{variant.get('VariantName').text})",
                        "start with 2 instances or more (InitialInstanceCount), or roll out all "
                        "at once with a TerminationWaitInSeconds",
                    )
