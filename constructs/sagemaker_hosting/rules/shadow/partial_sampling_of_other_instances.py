"""SMH1513."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.rules._shadow import INFRASTRUCTURE, SAMPLED, source_and_shadow
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource, View


class PartialSamplingOfOtherInstances(Rule):
    """A shadow that is promoted with its own instances answers all requests.

    Sampled at less than 100 percent, the test does not show that those instances carry them.
    """

    id = "SMH1513"
    title = "other instances tested on a part of the traffic"
    severity = Severity.INFO
    resource_types = ("AWS::SageMaker::InferenceExperiment",)
    facts = ("shadow-promote-full-sampling", "shadow-promote-instance-options")
    pages = (365, 366, 367)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/shadow-tests-view-monitor-edit.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for a test that does not show the capacity."""
        pair = source_and_shadow(resource)
        if pair is None:
            return
        sizes = [_size(variant) for variant in pair]
        for sampling in resource.values(f"{SAMPLED}/SamplingPercentage"):
            share = sampling.number
            if share is not None and share < 100 and None not in sizes and sizes[0] != sizes[1]:
                yield self.finding(
                    resource,
                    sampling,
                    f"{sizes[1]} are tested with {share:g} percent of the traffic that "
                    f"{sizes[0]} carry",
                    "raise SamplingPercentage to 100 before the shadow is promoted, or promote "
                    "it on the "
                    "production instances",
                )


def _size(variant: View) -> str | None:
    """Return the count and type of the instances of ``variant``; None when not known."""
    kind = variant.get(f"{INFRASTRUCTURE}/InstanceType").text
    count = variant.get(f"{INFRASTRUCTURE}/InstanceCount").number
    return None if kind is None or count is None else f"{count:g} x {kind}"
