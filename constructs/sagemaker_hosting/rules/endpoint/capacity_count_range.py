"""SMH0422."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import (
    CANARY_PERCENT,
    LINEAR_STEP_PERCENT,
    ROLLING_BATCH_PERCENT,
    Limit,
    Range,
)
from sagemaker_hosting.rules._rollout import ROLLING, ROUTING, fleet_sizes
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LIMITS: Final[Mapping[str, Limit[Range]]] = {
    f"{ROUTING}/CanarySize": CANARY_PERCENT,
    f"{ROUTING}/LinearStepSize": LINEAR_STEP_PERCENT,
    f"{ROLLING}/MaximumBatchSize": ROLLING_BATCH_PERCENT,
}


class CapacityCountRange(Rule):
    """A canary is at most half of the fleet, a linear step 10 to 50 %, a rolling batch 5 to 50 %.

    Given as INSTANCE_COUNT, the size is compared with the instances of each variant.
    """

    id = "SMH0422"
    title = "instance count of a step does not fit the fleet"
    resource_types = ("AWS::SageMaker::Endpoint",)
    facts = (
        "canary-size-max-half",
        "linear-step-range",
        "rolling-batch-range",
        "capacity-single-instance-fleet",
        "capacity-instance-count-with-autoscaling",
    )
    pages = (336, 340, 345, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each variant that the count does not fit."""
        for path, limit in _LIMITS.items():
            size = resource.part(path)
            count = size.get("Value")
            number = count.number
            if size.get("Type").text != "INSTANCE_COUNT" or number is None or number < 1:
                continue
            for variant, fleet in fleet_sizes(resource):
                if not limit.value.holds(100 * number / fleet):
                    name = path.rpartition("/")[2]
                    yield self.finding(
                        resource,
                        count,
                        f"{name} is {number:g} of the {fleet} instances of variant "
                        f"{variant.get('VariantName').text}; allowed is {limit.value} %",
                        _fix(fleet, limit),
                    )


def _fix(fleet: int, limit: Limit[Range]) -> str:
    most = math.floor(fleet * limit.value.maximum / 100)
    if most < 1:
        return "start with 2 instances or more (InitialInstanceCount), or roll out all at once"
    least = max(1, math.ceil(fleet * limit.value.minimum / 100))
    return f"set Value to {least} to {most}, or give the size as CAPACITY_PERCENT"
