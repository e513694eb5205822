"""SMH2130."""

from __future__ import annotations

from collections.abc import Iterator

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import NEVER_RETRIED, RETRIED_INSIDE
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource


class RetryWithoutEffect(Rule):
    """Steps that run a job can be retried; tuning and AutoML retry their own jobs."""

    id = "SMH2130"
    title = "retry of a step that is never retried"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-retry-supported-steps",)
    pages = (714, 715)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/pipelines-retry-policy.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each policy without an effect."""
        for step in steps(resource):
            policies = step.view.get("RetryPolicies")
            if step.type in NEVER_RETRIED.value and policies.length:
                message = f"{step.name} is a {step.type} step, which is never retried"
                yield self.finding(resource, policies, message, "remove RetryPolicies")
            if step.type not in RETRIED_INSIDE.value:
                continue
            for path in ("RetryPolicies/*/ExceptionType", "RetryPolicies/*/ExceptionType/*"):
                for value in step.view.values(path):
                    if value.text == "SageMaker.JOB_INTERNAL_ERROR":
                        message = f"{step.name} retries {value.text} inside, and not as a step"
                        yield self.finding(resource, value, message, "remove it from the policy")
