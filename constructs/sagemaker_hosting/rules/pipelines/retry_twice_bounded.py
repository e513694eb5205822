"""SMH2129."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RetryTwiceBounded(Rule):
    """Retries end after a number of attempts or after a time: one of the two."""

    id = "SMH2129"
    title = "retries with two ends"
    resource_types = (PIPELINE,)
    facts = ("pl-retry-policy",)
    pages = (714, 715, 716)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy with both."""
        for step in steps(resource):
            for policy in step.view.parts("RetryPolicies/*"):
                if policy.get("MaxAttempts").is_given and policy.get("ExpireAfterMin").is_given:
                    yield self.finding(
                        resource,
                        policy,
                        "MaxAttempts and ExpireAfterMin are both given",
                        "give either MaxAttempts or ExpireAfterMin",
                    )
