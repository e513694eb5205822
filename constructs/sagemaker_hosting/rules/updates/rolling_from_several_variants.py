"""SMH2011."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._changes import fleet, updated_in_place
from sagemaker_hosting.rules._rollout import ROLLING
from sagemaker_hosting.rules.update_rule import UpdateRule
from sagemaker_hosting.template.view import Resource


class RollingFromSeveralVariants(UpdateRule):
    """A rolling deployment is for endpoints with one production variant.

    While the endpoint still has several, it falls back to shifting all traffic at once.
    """

    id = "SMH2011"
    title = "rolling deployment of several variants"
    severity = Severity.WARNING
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("exclusion-rolling-multivariant", "exclusion-fallback-silent")
    pages = (350,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-exclusions.html"

    def check(self, before: Resource, after: Resource) -> Iterator[Finding]:
        """Yield one finding for a rolling deployment that the present fleet excludes."""
        old, new = fleet(before), fleet(after)
        if old is None or new is None or not updated_in_place(before, after):
            return
        if len(old) > 1 and len(new) == 1 and after.get(ROLLING).is_given:
            yield self.finding(
                after,
                ROLLING,
                f"the endpoint has {len(old)} production variants until this update is over; a "
                "rolling deployment is for one",
                "use a blue/green deployment for this update (BlueGreenUpdatePolicy, "
                "Rollout.canary), and a rolling one from the next on",
            )
