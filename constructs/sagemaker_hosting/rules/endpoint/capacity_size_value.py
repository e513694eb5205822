"""SMH0425."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._rollout import ROLLING, ROUTING
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SIZES: Final = (
    f"{ROUTING}/CanarySize",
    f"{ROUTING}/LinearStepSize",
    f"{ROLLING}/MaximumBatchSize",
    f"{ROLLING}/RollbackMaximumBatchSize",
)


class CapacitySizeValue(Rule):
    """A capacity size counts whole instances or whole percent, from 1."""

    id = "SMH0425"
    title = "capacity size below one"
    resource_types = ("AWS::SageMaker::Endpoint", "AWS::SageMaker::InferenceComponent")
    facts = ("capacitysize-type-enum",)
    pages = (338, 342)
    url = "https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CapacitySize.html"
    schema = True

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each size that is none."""
        for path in _SIZES:
            value = resource.get(f"{path}/Value")
            number = value.number
            if number is not None and (number < 1 or number != int(number)):
                yield self.finding(
                    resource,
                    value,
                    f"{path.rpartition('/')[2]} is {number:g}; it is a whole number from 1",
                    "set Value to 1 or more",
                )
