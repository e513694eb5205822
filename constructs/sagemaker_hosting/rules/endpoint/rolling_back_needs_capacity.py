"""SMH0476."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._rollout import ALARMS, ROLLING, variants
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RollingBackNeedsCapacity(Rule):
    """A rolling update gives instances back batch by batch, and a rollback needs them again.

    Where accelerators are scarce the rollback itself can fail for lack of capacity, which
    leaves the endpoint on two configurations.
    """

    id = "SMH0476"
    title = "rollback that has to find accelerators again"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = ("rolling-rollback-needs-capacity", "peak-capacity-formula")
    pages = (345, 346, 349)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant on accelerators."""
        if not resource.get(ROLLING).is_given or resource.get(ALARMS).is_absent:
            return
        for variant in variants(resource):
            known = instance_type(variant.get("InstanceType").text or "")
            reserved = variant.get("CapacityReservationConfig")
            if known is not None and known.accelerator != "none" and reserved.is_absent:
                yield self.finding(
                    resource,
                    ROLLING,
                    f"a rollback takes the {known.name} of the batches that are done once more",
                    "reserve capacity (CapacityReservationConfig), or update blue/green, where "
                    "the old "
                    "fleet stands until the end",
                )
