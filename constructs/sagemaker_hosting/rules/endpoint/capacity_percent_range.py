"""SMH0405."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.limits import (
    CANARY_PERCENT,
    LINEAR_STEP_PERCENT,
    ROLLBACK_BATCH_PERCENT,
    ROLLING_BATCH_PERCENT,
    Limit,
    Range,
)
from sagemaker_hosting.rules._rollout import ROLLING, ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_LIMITS: Final[Mapping[str, Limit[Range]]] = {
    f"{ROUTING}/CanarySize": CANARY_PERCENT,
    f"{ROUTING}/LinearStepSize": LINEAR_STEP_PERCENT,
    f"{ROLLING}/MaximumBatchSize": ROLLING_BATCH_PERCENT,
    f"{ROLLING}/RollbackMaximumBatchSize": ROLLBACK_BATCH_PERCENT,
}


class CapacityPercentRange(Rule):
    """A canary is at most half of the fleet, a linear step 10 to 50 %, a rolling batch 5 to 50 %.

    The CloudFormation schema only knows that the number is positive: 500 % passes it.
    """

    id = "SMH0405"
    title = "share of the fleet out of range"
    resource_types = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")
    facts = (
        "canary-size-max-half",
        "linear-step-range",
        "rolling-batch-range",
        "rolling-rollback-batch",
        "cfn-lint-gap",
    )
    pages = (336, 340, 345, 348)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TrafficRoutingConfig.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each percentage that is out of range."""
        for path, limit in _LIMITS.items():
            size = resource.part(path)
            percent = size.get("Value")
            number = percent.number
            if size.get("Type").text != "CAPACITY_PERCENT" or number is None or number < 1:
                continue
            if not limit.value.holds(number):
                name = path.rpartition("/")[2]
                yield self.finding(
                    resource,
                    percent,
                    f"{name} is {number:g} % of the fleet; allowed is {limit.value} %",
                    f"set Value to {limit.value.nearest(number):g} "
                    f"(Capacity.percent({limit.value.nearest(number):g}))",
                )
