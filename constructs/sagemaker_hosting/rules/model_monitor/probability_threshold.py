"""SMH2309."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._monitors import INPUT_URL, inputs
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_SOURCES: Final = ("EndpointInput", "BatchTransformInput")


class ProbabilityThreshold(Rule):
    """From a threshold on, a probability counts as a positive result.

    Beyond 0 and 1 every result is the same.
    """

    id = "SMH2309"
    title = "probability threshold that decides nothing"
    severity = Severity.WARNING
    resource_types = (
        "AWS::SageMaker::ModelBiasJobDefinition",
        "AWS::SageMaker::ModelQualityJobDefinition",
    )
    facts = ("mon-probability-threshold",)
    url = INPUT_URL

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each threshold that is no probability."""
        for each in inputs(resource):
            for source in _SOURCES:
                value = each.get(f"{source}/ProbabilityThresholdAttribute")
                if value.number is not None and not 0 <= value.number <= 1:
                    yield self.finding(
                        resource,
                        value,
                        f"the probability threshold is {value.number:g}",
                        "set ProbabilityThresholdAttribute (probability_threshold=) to a number "
                        "between 0 and 1",
                    )
