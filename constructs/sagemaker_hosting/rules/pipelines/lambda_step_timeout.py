"""SMH2120."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sagemaker_hosting.core.findings import Finding, Severity
from sagemaker_hosting.facts.pipelines import LAMBDA_STEP_SECONDS
from sagemaker_hosting.rules._pipelines import PIPELINE, steps
from sagemaker_hosting.rules.rule import Rule
from sagemaker_hosting.template.view import Resource

_FUNCTION: Final = "AWS::Lambda::Function"


class LambdaStepTimeout(Rule):
    """A Lambda step waits for ten minutes at most; the function goes on without it."""

    id = "SMH2120"
    title = "function that outlives its step"
    severity = Severity.WARNING
    resource_types = (PIPELINE,)
    facts = ("pl-lambda-timeout",)
    pages = (670,)
    url = "https://docs.aws.amazon.com/sagemaker/latest/dg/build-and-manage-steps-types.html"

    def check(self, resource: Resource) -> Iterator[Finding]:
        """Yield one finding for each function that may run longer."""
        limit = LAMBDA_STEP_SECONDS.value
        for step in steps(resource):
            arn = step.view.get("FunctionArn")
            named = resource.template.named(arn, _FUNCTION, "") if resource.template else None
            timeout = named.get("Timeout").number if named is not None else None
            if step.type == "Lambda" and timeout is not None and timeout > limit:
                yield self.finding(
                    resource,
                    arn,
                    f"the function may run for {timeout:g} seconds, and the step waits for {limit}",
                    f"set Timeout of the function to {limit} or less, or use a Callback step",
                )
