"""SMH2128."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.facts.pipelines import RETRY_EXCEPTIONS, RETRY_RANGES
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RetryValues(Rule):
    """A retry policy is about errors that have names, within limits."""

    id = "SMH2128"
    title = "retry policy out of range"
    resource_types = (PIPELINE,)
    facts = ("pl-retry-policy",)
    pages = (714, 715, 716)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each error without a name, and each number out of range."""
        for step in steps(resource):
            for policy in step.view.parts("RetryPolicies/*"):
                kinds = [policy.get("ExceptionType"), *policy.values("ExceptionType/*")]
                for value in kinds:
                    if value.text is not None and value.text not in RETRY_EXCEPTIONS.value:
                        message = f"there is no error {value.text!r}"
                        fix = f"write {' or '.join(RETRY_EXCEPTIONS.value)}"
                        yield self.finding(resource, value, message, fix)
                for name, limit in RETRY_RANGES.items():
                    value = policy.get(name)
                    if value.number is not None and not limit.value.holds(value.number):
                        message = f"{name} is {value.number:g}; allowed is {limit.value}"
                        fix = f"set {name} to {limit.value.nearest(value.number):g}"
                        yield self.finding(resource, value, message, fix)
