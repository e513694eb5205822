"""SMH1201."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.instances import instance_type
from sagemaker_hosting.rules._models import only
from sagemaker_hosting.rules._rollout import BLUE_GREEN, blue_green_waits
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_MANY: Final = 10


class SecondFleet(Rule):
    """A blue/green update runs the whole new fleet beside the old one until it ends.

    Both are paid for however little traffic they carry, and both have to be found. A rolling
    update adds a batch at a time.
    """

    id = "SMH1201"
    title = "second fleet of costly instances"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "guardrails-billing-both-fleets",
        "bluegreen-capacity-double",
        "rolling-capacity-overhead",
        "peak-capacity-formula",
    )
    pages = (330, 331, 336, 345, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a costly second fleet."""
        waits = blue_green_waits(resource)
        config = resource.related("EndpointConfig")
        fleet = None if config is None else only(config, "ProductionVariants")
        if not resource.get(BLUE_GREEN).is_given or fleet is None:
            return
        kind = instance_type(fleet.get("InstanceType").text or "")
        count = fleet.get("InitialInstanceCount").number
        if kind is None or count is None or count < (2 if kind.accelerator != "none" else _MANY):
            return
        lasting = "" if not waits else f" for {waits.least:g} s and longer"
        yield self.finding(
            resource,
            BLUE_GREEN,
            f"an update runs {2 * count:g} x {kind.name}{lasting}: {count:g} old and {count:g} new",
            "use a rolling update (RollingUpdatePolicy, Rollout.rolling), which adds one batch "
            "at a time",
        )
