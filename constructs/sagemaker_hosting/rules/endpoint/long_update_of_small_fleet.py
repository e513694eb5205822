"""SMH0431."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.metrics import VARIANT_DIMENSION
from sagemaker_hosting.rules._models import ENDPOINT
from sagemaker_hosting.rules._rollout import ROLLING, blue_green_waits, rolling_waits
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class LongUpdateOfSmallFleet(Rule):
    """While an update runs nothing scales, so the fleet has to be large enough for all of it.

    A fleet that may be down to one instance meets a peak during a long rollout as it is.
    """

    id = "SMH0431"
    title = "long update without scaling"
    severity = Severity.INFO
    resource_types = (ENDPOINT,)
    facts = ("update-scaling-blocked",)
    pages = (178,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-scaling-update.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a rollout that waits long with a fleet that may be small."""
        rolling = resource.get(ROLLING)
        waits = blue_green_waits(resource) if rolling.is_absent else rolling_waits(resource)
        small = [
            target
            for target in resource.all_related("ScalableTarget")
            if target.get("ScalableDimension").text == VARIANT_DIMENSION
            and target.get("MinCapacity").number == 1
        ]
        if waits is not None and waits.least > _LONG and small:
            yield self.finding(
                resource,
                "DeploymentConfig",
                f"an update waits {waits.least:g} s or more, during which {small[0].logical_id} "
                "does not scale and may be at one instance",
                "raise MinCapacity before an update at a busy time, or shorten the waits",
            )


_LONG: Final = 1800  # seconds
